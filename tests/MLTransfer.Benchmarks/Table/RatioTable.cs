using System.Text;
using MLTransfer.Benchmarks.Contestants;

namespace MLTransfer.Benchmarks.Table;

/// <summary>How many times as fast as its peers the library is, and how near it is to what can be reached.</summary>
/// <param name="standings">All that was measured.</param>
/// <param name="images">The number of images in a run.</param>
/// <param name="threads">The number of threads that each had.</param>
internal sealed class RatioTable(IReadOnlyList<Standing> standings, int images, int threads)
{
    /// <summary>A row for each arithmetic of the library, a column for each peer, in Markdown.</summary>
    public string Ratios()
    {
        Standing[] peers = [.. standings.Where(s => s.Role == ContestantRole.Peer)];
        if (peers.Length == 0)
            return "";
        var text = new StringBuilder();
        text.Append($"| times as fast as | {string.Join(" | ", peers.Select(p => p.Name))} |\n");
        text.Append($"|---|{string.Concat(Enumerable.Repeat("---:|", peers.Length))}\n");
        foreach (Standing own in Own())
            text.Append($"| {own.Name} | {string.Join(" | ", peers.Select(p => Ratio(own, p)))} |\n");

        return text.ToString();
    }

    /// <summary>
    /// The least time that decoding and the network could take if neither ever waited, and what the library took: a line for each arithmetic.
    /// </summary>
    public string Arithmetic()
    {
        if (standings.FirstOrDefault(s => s.Role == ContestantRole.Decoding) is not { } decoding)
            return "";
        double decodeSeconds = decoding.CoreSecondsPerImage(threads) * images;
        var text = new StringBuilder();
        foreach (Standing own in Own())
        {
            if (RaceTable.LimitOf(own, standings) is not { } limit)
                continue;
            double network = images / limit.MedianSpeed, predicted = network + (decodeSeconds / threads), measured = images / own.MedianSpeed;
            string share = RaceTable.Marked(predicted / measured, own.IsDoubtful || limit.IsDoubtful || decoding.IsDoubtful);
            text.Append(
                $"- {own.Name}: {images} images / {limit.MedianSpeed:F1} images/s = {network:F2} s for the network, " +
                $"{decodeSeconds:F2} core-seconds of decoding / {threads} = {decodeSeconds / threads:F2} s, together {predicted:F2} s; " +
                $"measured {measured:F2} s, which is {share} of that speed.\n");
        }

        return text.ToString();
    }

    private IEnumerable<Standing> Own() => standings.Where(s => s.Role == ContestantRole.Library);

    private static string Ratio(Standing own, Standing other)
        => RaceTable.Marked(own.MedianSpeed / other.MedianSpeed, own.IsDoubtful || other.IsDoubtful);
}
