namespace MLTransfer.Evaluation.Report;

/// <summary>The learning curves, phase by phase of the training.</summary>
internal sealed class CurvesSection(MarkupWriter markup, IReadOnlyList<ImageTransferMetrics> epochs)
{
    public void Write()
    {
        if (epochs.Count == 0)
            return;
        markup.Open("section").Element("h2", "Learning curves").Open("div", ("class", "charts"));
        foreach (IGrouping<TrainingPhase, ImageTransferMetrics> phase in epochs.GroupBy(e => e.Phase))
        {
            string name = phase.Key == TrainingPhase.FineTuning ? "fine-tuning" : "classifier";
            Draw([.. phase], $"Loss, {name}", [Line("training", e => e.Loss), Line("validation", e => e.ValidationLoss)]);
            Draw([.. phase], $"Accuracy, {name}", [Line("training", e => e.Accuracy), Line("validation", e => e.ValidationAccuracy)], most: 1);
        }

        markup.Close().Close();
    }

    private static (string Name, Func<ImageTransferMetrics, double?> Value) Line(string name, Func<ImageTransferMetrics, double?> value)
        => (name, value);

    private void Draw(
        IReadOnlyList<ImageTransferMetrics> phase,
        string title,
        (string Name, Func<ImageTransferMetrics, double?> Value)[] wanted,
        double most = double.PositiveInfinity)
    {
        ChartLine[] lines = [.. wanted
            .Where(line => phase.Any(e => line.Value(e) is { } value && double.IsFinite(value)))
            .Select(line => new ChartLine(line.Name, [.. phase.Select(e => ((double)e.Epoch, line.Value(e) ?? double.NaN))]))];
        if (lines.Length == 0)
            return;
        // One line needs a name, too.
        string full = lines.Length == 1 ? $"{title} ({lines[0].Name})" : title;
        ChartAxis x = ChartAxis.Counting(phase.Select(e => (double)e.Epoch));
        ChartAxis y = ChartAxis.Around(lines.SelectMany(l => l.Points).Select(p => p.Y), most);
        new LineChart(full, "epoch", x, y) { HasMarks = true }.Write(markup, lines);
    }
}
