namespace MLTransfer.Tool.Output;

/// <summary>Metrics of a classifier for people.</summary>
/// <param name="writer">Where to.</param>
internal sealed class MetricsText(TextWriter writer)
{
    private const int MaxClasses = 30;
    private const int MaxMatrixClasses = 12;
    private const int MaxMistakes = 10;

    /// <summary>One line: how many are right, and how sure that is.</summary>
    public void WriteLine(string set, ClassifierMetrics metrics)
    {
        ConfidenceInterval interval = metrics.AccuracyInterval();
        writer.WriteLine(
            $"{set}: accuracy {metrics.MicroAccuracy:f3} ({metrics.ImageCount - metrics.Mistakes.Count} of {metrics.ImageCount}; " +
            $"{100 * interval.Confidence:f0}% interval {interval.Lower:f3} to {interval.Upper:f3}), " +
            $"log-loss {metrics.LogLoss:f3}, macro F1 {metrics.MacroF1:f3}");
    }

    /// <summary>Classes, what is taken for what, and the surest mistakes.</summary>
    public void WriteDetails(ClassifierMetrics metrics)
    {
        WriteClasses(metrics);
        if (metrics.Labels.Count <= MaxMatrixClasses)
            WriteConfusion(metrics);
        WriteMistakes(metrics.Mistakes);
    }

    private void WriteClasses(ClassifierMetrics metrics)
    {
        var table = new TextTable(
            "class", TextColumn.Number("precision"), TextColumn.Number("recall"), TextColumn.Number("F1"), TextColumn.Number("ROC AUC"),
            TextColumn.Number("images"));
        // Of many classes, those that need a look.
        IEnumerable<ClassMetrics> shown = metrics.PerClass.Count <= MaxClasses
            ? metrics.PerClass
            : metrics.PerClass.Where(c => c.Support > 0).OrderBy(c => c.F1).Take(MaxClasses);
        foreach (ClassMetrics one in shown)
            table.Add(one.Label, Share(one.Precision), Share(one.Recall), Share(one.F1), Share(one.RocAuc), $"{one.Support}");
        table.Write(writer);
        if (metrics.PerClass.Count > MaxClasses)
            writer.WriteLine($"  (the {MaxClasses} weakest of {metrics.PerClass.Count} classes; --json has all)");
    }

    private void WriteConfusion(ClassifierMetrics metrics)
    {
        var table = new TextTable([new TextColumn("is \\ was called"), .. metrics.Labels.Select(label => TextColumn.Number(Printable.Of(label)))]);
        foreach ((string label, IReadOnlyList<double> counts) in metrics.Labels.Zip(metrics.ConfusionMatrix.Counts))
            table.Add([label, .. counts.Select(count => count == 0 ? "." : $"{count:f0}")]);
        table.Write(writer);
    }

    private void WriteMistakes(IReadOnlyList<Misclassification> mistakes)
    {
        if (mistakes.Count == 0)
            return;
        var table = new TextTable("is", "was called", TextColumn.Number("probability"), "image");
        foreach (Misclassification mistake in mistakes.Take(MaxMistakes))
            table.Add(mistake.Label, mistake.PredictedLabel, $"{mistake.Probability:f3}", mistake.Path);
        table.Write(writer);
        if (mistakes.Count > MaxMistakes)
            writer.WriteLine($"  (the {MaxMistakes} surest of {mistakes.Count} mistakes; --json has all)");
    }

    private static string Share(double value) => double.IsNaN(value) ? "-" : $"{value:f3}";
}
