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

    public ReportPhotos(IEnumerable<string> paths, ReportContent content)
    {
        string[] wanted = [.. paths];
        var photos = new byte[]?[wanted.Length];
        var heatMaps = new byte[]?[wanted.Length];
        Parallel.For(0, wanted.Length, new ParallelOptions { MaxDegreeOfParallelism = MostThreads }, i =>
        {
            photos[i] = Thumbnail.Of(new FileImageSource(wanted[i]), content.Limits);
            if (content.HeatMaps.TryGetValue(wanted[i], out ReadOnlyMemory<byte> map))
                heatMaps[i] = Thumbnail.Of(new EncodedImageSource(map, wanted[i]), content.Limits);
        });
        int left = MostCharacters;
        for (int i = 0; i < wanted.Length; i++)
        {
            Keep(wanted[i], photos[i], _photos);
            Keep(wanted[i], heatMaps[i], _heatMaps);
        }

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

    /// <summary>The thumbnail of a photo; null where it cannot be read, or there is no room.</summary>
    public string? Photo(string path) => _photos.GetValueOrDefault(path);

    /// <summary>The thumbnail of where the classifier looks; null where none was given, or there is no room.</summary>
    public string? HeatMap(string path) => _heatMaps.GetValueOrDefault(path);
}
