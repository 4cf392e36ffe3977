namespace MLTransfer.Evaluation.Report;

/// <summary>Which images of which class were taken for which class.</summary>
internal sealed class Confusion
{
    private readonly Dictionary<(int Label, int Predicted), ScoredImage[]> _cells;

    public Confusion(IReadOnlyList<ScoredImage> images)
    {
        _cells = images.GroupBy(i => (i.LabelIndex, i.PredictedLabelIndex)).ToDictionary(
            cell => cell.Key, cell => cell.OrderByDescending(i => i.Probability).ThenBy(i => i.Path, StringComparer.Ordinal).ToArray());
        Pairs = [.. _cells.Where(c => c.Key.Label != c.Key.Predicted)
            .Select(c => (c.Key.Label, c.Key.Predicted, Count: c.Value.Length))
            .OrderByDescending(p => p.Count).ThenBy(p => p.Label).ThenBy(p => p.Predicted)];
    }

    /// <summary>Which class was taken for which other one, most frequent first; only those that were.</summary>
    public IReadOnlyList<(int Label, int Predicted, int Count)> Pairs { get; }

    /// <summary>The cells that have images.</summary>
    public IEnumerable<(int Label, int Predicted)> Cells => _cells.Keys.Order();

    /// <summary>The images of a class that were taken for a class, surest first.</summary>
    public IReadOnlyList<ScoredImage> Images(int label, int predicted) => _cells.GetValueOrDefault((label, predicted), []);

    public int Count(int label, int predicted) => Images(label, predicted).Count;
}
