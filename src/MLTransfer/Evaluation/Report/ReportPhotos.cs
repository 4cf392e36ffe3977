using MLTransfer.Data;

namespace MLTransfer.Evaluation.Report;

/// <summary>The thumbnails of the photos that a report shows, as data URIs: together no more than a page should weigh.</summary>
internal sealed class ReportPhotos
{
    // In characters of the page. A thumbnail has about 4,000, so that only photos of much detail come near.
    private const int MostCharacters = 3_800_000;

    // Each may hold a photo of all the pixels that the limits allow.
    private static readonly int MostThreads = Math.Min(4, Environment.ProcessorCount);

    private readonly Dictionary<string, string> _photos = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _heatMaps = new(StringComparer.Ordinal);

    public ReportPhotos(PhotoSelection selection, ReportContent content)
    {
        string[] wanted = [.. selection.Paths];
        var photos = new byte[]?[wanted.Length];
        Parallel.For(0, wanted.Length, new ParallelOptions { MaxDegreeOfParallelism = MostThreads }, i =>
            photos[i] = Thumbnail.Of(new FileImageSource(wanted[i]), content.Limits));
        IReadOnlyList<string> explained = selection.Explained;
        ReportHeatMaps? heatMaps = explained.Count == 0 ? null : content.DrawHeatMaps?.Invoke(explained);
        HeatMapObstacle = heatMaps?.Obstacle;
        int left = MostCharacters;
        foreach ((string path, byte[]? map) in explained.Zip(heatMaps?.Pictures ?? []))
            Keep(path, map, _heatMaps);
        foreach ((string path, byte[]? photo) in wanted.Zip(photos))
            Keep(path, photo, _photos);

        void Keep(string path, byte[]? jpeg, Dictionary<string, string> kept)
        {
            if (jpeg is null)
                return;
            string uri = $"data:image/jpeg;base64,{Convert.ToBase64String(jpeg)}";
            left -= uri.Length;
            if (left >= 0)
                kept.Add(path, uri);
        }
    }

    /// <summary>Why there are no heat maps; null where there are, or none were asked for.</summary>
    public string? HeatMapObstacle { get; }

    /// <summary>Whether there is any heat map.</summary>
    public bool HasHeatMaps => _heatMaps.Count > 0;

    /// <summary>The thumbnail of a photo; null where it cannot be read, or there is no room.</summary>
    public string? Photo(string path) => _photos.GetValueOrDefault(path);

    /// <summary>The thumbnail of where the classifier looks; null where none was given, or there is no room.</summary>
    public string? HeatMap(string path) => _heatMaps.GetValueOrDefault(path);
}
