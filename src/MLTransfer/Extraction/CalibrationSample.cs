using MLTransfer.Data;
using MLTransfer.Imaging;

namespace MLTransfer.Extraction;

/// <summary>
/// Draws a few of many images by their content alone, so that the same images in any order, under any names, give the same sample. Files are
/// drawn by their length first, so that of a large set only a few are read.
/// </summary>
internal sealed class CalibrationSample(PixelPipeline pixels)
{
    // More than are drawn are looked at, as some may be bad or the same.
    private const int Reserve = 2;

    /// <summary>Decodes a few different images. Bad ones are passed over: who extracts them will say so.</summary>
    /// <param name="sources">The images; all are looked at, few are kept.</param>
    /// <param name="countOf">How many are drawn of so many; never fewer of more.</param>
    /// <param name="threads">The number of threads that decode.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The pixels of each, in the order of the draw.</returns>
    public List<float[]> Draw(IEnumerable<ImageSource> sources, Func<int, int> countOf, int threads, CancellationToken cancellationToken)
    {
        var drawn = new List<float[]>();
        var seen = new HashSet<ContentHash>();
        (List<(ulong Rank, ImageSource Source)> candidates, int all) = Candidates(sources, Reserve * countOf(int.MaxValue), cancellationToken);
        int count = countOf(all);
        IEnumerable<ImageContent> contents = candidates
            .GroupBy(c => c.Rank).OrderBy(g => g.Key)
            .SelectMany(same => InOrder([.. same.Select(c => c.Source)], cancellationToken)).Select(TryRead).OfType<ImageContent>()
            .Where(content => seen.Add(content.Hash));
        foreach (float[]? image in OrderedPipeline.Run(contents, (content, _) => TryDecode(content), threads, cancellationToken))
        {
            if (image is not null)
                drawn.Add(image);
            if (drawn.Count == count)
                break;
        }

        return drawn;
    }

    /// <summary>The images of lowest rank, with all that share the last one, and the number of all images.</summary>
    private (List<(ulong Rank, ImageSource Source)> Candidates, int All) Candidates(
        IEnumerable<ImageSource> sources, int count, CancellationToken cancellationToken)
    {
        int all = 0;
        var best = new List<(ulong Rank, ImageSource Source)>();
        ulong highest = ulong.MaxValue;
        int limit = 2 * count;
        foreach (ImageSource source in sources)
        {
            cancellationToken.ThrowIfCancellationRequested();
            all++;
            if (RankOf(source) is not { } rank || rank > highest)
                continue;
            best.Add((rank, source));
            if (best.Count < limit)
                continue;
            best.Sort((a, b) => a.Rank.CompareTo(b.Rank));
            highest = best[count - 1].Rank;
            best.RemoveAll(c => c.Rank > highest);
            limit = best.Count + count;
        }

        return (best, all);
    }

    /// <summary>A number that the content decides, as good as drawn by lot; null where there is no content.</summary>
    private ulong? RankOf(ImageSource source)
        => source is not FileImageSource file ? (ulong?)TryRead(source)?.Hash.GetHashCode()
            : LengthOf(file.Path) is { } length ? SplitMix64.Scatter((ulong)length) : null;

    private static long? LengthOf(string path)
    {
        try
        {
            FileSystemInfo info = new FileInfo(path);
            info = info.ResolveLinkTarget(returnFinalTarget: true) ?? info;
            return info is FileInfo { Exists: true } file ? file.Length : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>
    /// Images of one rank. Of files of one length there may be very many: their ends tell which comes first, and all of those alone is read that end
    /// alike, one at a time.
    /// </summary>
    private IEnumerable<ImageSource> InOrder(IReadOnlyList<ImageSource> same, CancellationToken cancellationToken)
    {
        return same.Count == 1 ? same : same.GroupBy(EndOf).OrderBy(alike => alike.Key, StringComparer.Ordinal)
            .SelectMany(alike => alike.Count() == 1 ? alike : alike.OrderBy(AllOf, StringComparer.Ordinal).AsEnumerable());

        string EndOf(ImageSource source)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return source is FileImageSource file ? $"{ImageDigest.OfTail(file.Path)}" : "";
        }

        string AllOf(ImageSource source)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using ImageContent? content = TryRead(source);
            return $"{content?.Hash}";
        }
    }

    private ImageContent? TryRead(ImageSource source)
    {
        try
        {
            return ImageContent.Read(source, pixels.Limits);
        }
        catch (BadImageException)
        {
            return null;
        }
    }

    private float[]? TryDecode(ImageContent content)
    {
        var image = new float[pixels.Length];
        try
        {
            pixels.Decode(content, image);
            return image;
        }
        catch (BadImageException)
        {
            return null;
        }
    }
}
