namespace MLTransfer.Evaluation.Report;

/// <summary>Which images of which class were taken for which class.</summary>
internal sealed class Confusion
{
    private readonly Dictionary<(int Label, int Predicted), ImageScores[]> _cells;

    public Confusion(IReadOnlyList<string> classNames, IReadOnlyList<ImageScores> images)
    {
        _cells = images.GroupBy(i => (i.Label, i.Predicted)).ToDictionary(
            cell => cell.Key, cell => cell.OrderByDescending(i => i.Probability).ThenBy(i => i.Path, StringComparer.Ordinal).ToArray());
        var called = new int[classNames.Count];
        var support = new int[classNames.Count];
        foreach (ImageScores image in images)
        {
            called[image.Predicted]++;
            support[image.Label]++;
        }

        PerClass = [.. classNames.Select((name, c) => MetricsOf(name, Count(c, c), called[c], support[c]))];
        Pairs = [.. _cells.Where(c => c.Key.Label != c.Key.Predicted)
            .Select(c => (c.Key.Label, c.Key.Predicted, Count: c.Value.Length))
            .OrderByDescending(p => p.Count).ThenBy(p => p.Label).ThenBy(p => p.Predicted)];
    }

    /// <summary>Precision, recall and F1 of each class.</summary>
    public IReadOnlyList<ClassMetrics> PerClass { get; }

    /// <summary>Which class was taken for which other one, most frequent first; only those that were.</summary>
    public IReadOnlyList<(int Label, int Predicted, int Count)> Pairs { get; }

    /// <summary>The cells that have images.</summary>
    public IEnumerable<(int Label, int Predicted)> Cells => _cells.Keys.Order();

    /// <summary>The images of a class that were taken for a class, surest first.</summary>
    public IReadOnlyList<ImageScores> Images(int label, int predicted) => _cells.GetValueOrDefault((label, predicted), []);

    public int Count(int label, int predicted) => Images(label, predicted).Count;

    // 0 of 0 is NaN, as it is to be.
    private static ClassMetrics MetricsOf(string name, int right, int called, int support)
        => new(name, (double)right / called, (double)right / support, 2.0 * right / (called + support), support);
}
