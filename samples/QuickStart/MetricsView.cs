using MLTransfer;
using Samples;
using Spectre.Console;

namespace QuickStart;

/// <summary>Shows how well the classifier does, and where it errs.</summary>
/// <param name="console">Where to.</param>
/// <param name="folder">The folder of pictures, which their names are shown relative to.</param>
internal sealed class MetricsView(IAnsiConsole console, string folder)
{
    private const int MaxClasses = 30;
    private const int MaxMatrixClasses = 12;
    private const int MaxMistakes = 5;

    public void Show(ClassifierMetrics metrics)
    {
        int right = metrics.ImageCount - metrics.Mistakes.Count;
        console.MarkupLine($"[bold]test accuracy: {metrics.MicroAccuracy:f3}[/] ({right} of {metrics.ImageCount} pictures)");
        ShowClasses(metrics);
        if (metrics.Labels.Count <= MaxMatrixClasses)
            ShowConfusion(metrics);
        ShowMistakes(metrics.Mistakes);
    }

    private void ShowClasses(ClassifierMetrics metrics)
    {
        Table table = TextTable.Create(["class"], ["precision", "recall", "F1", "pictures"]);
        // Of many classes, those that need a look.
        IEnumerable<ClassMetrics> shown = metrics.PerClass.Count <= MaxClasses
            ? metrics.PerClass
            : metrics.PerClass.Where(c => c.Support > 0).OrderBy(c => c.F1).Take(MaxClasses);
        foreach (ClassMetrics one in shown)
            table.AddTexts(one.Label, Share(one.Precision), Share(one.Recall), Share(one.F1), $"{one.Support}");
        console.Write(table);
        if (metrics.PerClass.Count > MaxClasses)
            console.WriteLine($"  (the {MaxClasses} weakest of {metrics.PerClass.Count} classes)");
    }

    // A class that nothing was called has no precision, and one without pictures no recall.
    private static string Share(double value) => double.IsNaN(value) ? "-" : $"{value:f3}";

    private void ShowConfusion(ClassifierMetrics metrics)
    {
        Table table = TextTable.Create(["is \\ was called"], [.. metrics.Labels]);
        foreach ((string label, IReadOnlyList<double> counts) in metrics.Labels.Zip(metrics.ConfusionMatrix.Counts))
            table.AddTexts([label, .. counts.Select(count => count == 0 ? "." : $"{count:f0}")]);
        console.Write(table);
    }

    private void ShowMistakes(IReadOnlyList<Misclassification> mistakes)
    {
        if (mistakes.Count == 0)
            return;
        console.MarkupLine("[bold]surest mistakes:[/]");
        Table table = TextTable.Create(["picture", "is", "was called"], ["probability"]);
        foreach (Misclassification mistake in mistakes.Take(MaxMistakes))
            table.AddTexts(Path.GetRelativePath(folder, mistake.Path), mistake.Label, mistake.PredictedLabel, $"{mistake.Probability:f3}");
        console.Write(table);
    }
}
