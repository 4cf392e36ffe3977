namespace MLTransfer.Evaluation.Report;

/// <summary>
/// Chooses the photos that a report shows, so that it stays small: the same few hundred at most, whatever the number of images and classes.
/// </summary>
internal sealed class PhotoSelection
{
    /// <summary>The most photos in a list of top losses, or of the least sure.</summary>
    public const int PerList = 24;

    /// <summary>The most photos of a cell of the confusion matrix.</summary>
    public const int PerCell = 12;

    /// <summary>The most findings that are shown.</summary>
    public const int MostFindings = 200;

    /// <summary>The most photos of cells that are shown.</summary>
    public const int MostOfCells = 600;

    private const int MostFindingPhotos = 150;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public PhotoSelection(MeasuredSet? set, IReadOnlyList<ReportFinding> findings)
    {
        if (set is not null)
        {
            TopLosses = [.. set.TopLosses.Where(i => !i.IsCorrect).Take(PerList)];
            LeastSure = [.. set.LeastSure.Take(PerList)];
            Cells = OfCells(set.Confusion);
        }

        Add(TopLosses.Concat(LeastSure).Select(i => i.Path));
        Add(findings.SelectMany(f => f.Paths).Take(MostFindingPhotos));
        Add(Cells.Values.SelectMany(c => c).Select(i => i.Path));
    }

    /// <summary>The paths of all photos shown.</summary>
    public IEnumerable<string> Paths => _numbers.OrderBy(n => n.Value).Select(n => n.Key);

    /// <summary>The paths of those that are shown with a heat map: drawing one takes the network a run, which a few dozen photos are worth.</summary>
    public IReadOnlyList<string> Explained => [.. TopLosses.Concat(LeastSure).Select(i => i.Path).Distinct()];

    /// <summary>The mistakes that cost the most.</summary>
    public IReadOnlyList<ScoredImage> TopLosses { get; } = [];

    public IReadOnlyList<ScoredImage> LeastSure { get; } = [];

    /// <summary>Photos of the cells of the confusion matrix: some of every one, before there are more of any.</summary>
    public IReadOnlyDictionary<(int Label, int Predicted), IReadOnlyList<ScoredImage>> Cells { get; }
        = new Dictionary<(int, int), IReadOnlyList<ScoredImage>>();

    /// <summary>The place of a photo in <see cref="Paths"/>; null where it is not shown.</summary>
    public int? NumberOf(string path) => _numbers.TryGetValue(path, out int number) ? number : null;

    private void Add(IEnumerable<string> paths)
    {
        foreach (string path in paths)
            _numbers.TryAdd(path, _numbers.Count);
    }

    private static Dictionary<(int Label, int Predicted), IReadOnlyList<ScoredImage>> OfCells(Confusion confusion)
        => confusion.Cells
            .SelectMany(cell => confusion.Images(cell.Label, cell.Predicted).Take(PerCell).Select((image, rank) => (cell, image, rank)))
            // Mistakes are what is looked for, so they come first, and of these the most frequent.
            .OrderBy(p => p.rank).ThenBy(p => p.cell.Label == p.cell.Predicted)
            .ThenByDescending(p => confusion.Images(p.cell.Label, p.cell.Predicted).Count)
            .Take(MostOfCells)
            .GroupBy(p => p.cell)
            .ToDictionary(g => g.Key, g => (IReadOnlyList<ScoredImage>)[.. g.OrderBy(p => p.rank).Select(p => p.image)]);
}
