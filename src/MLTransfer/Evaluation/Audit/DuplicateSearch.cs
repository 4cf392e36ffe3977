using System.Numerics.Tensors;
using MLTransfer.Data;

namespace MLTransfer.Evaluation;

/// <summary>
/// Finds photos that are the same or nearly so: recompressed, resized, mirrored, slightly cropped, changed in tone. Candidates are near each other by
/// perceptual hash or by features; duplicates agree in their pixels, fitted to each other, and in their features.
/// </summary>
internal sealed class DuplicateSearch(AuditData data, float[][] vectors, NeighbourSearch neighbours, AuditOptions options, int threads)
{
    // The rough fit of a candidate that a closer fit could still bring to the threshold.
    private const double RoughFit = .25;

    private readonly int[] _group = [.. Enumerable.Range(0, data.Count)];

    /// <summary>
    /// The pairs, closest first, no more than are needed to connect all photos that show the same; and for each photo the first one of those that
    /// show the same.
    /// </summary>
    /// <param name="firsts">The first photo with the content of each photo.</param>
    /// <param name="stop">Stops the search.</param>
    public (IReadOnlyList<NearDuplicate> Pairs, int[] Groups) Find(int[] firsts, CancellationToken stop)
    {
        var pairs = new List<NearDuplicate>();
        for (int row = 0; row < data.Count; row++)
        {
            if (firsts[row] != row && Join(firsts[row], row))
                pairs.Add(NearDuplicate.Identical(firsts[row], row));
        }

        NearDuplicate[] found = [.. Candidates(firsts, stop)
            .AsParallel().AsOrdered().WithDegreeOfParallelism(Math.Min(threads, 512)).WithCancellation(stop)
            .Select(Compare).OfType<NearDuplicate>()];
        pairs.AddRange(found.OrderByDescending(p => p.Correlation).Where(p => Join(p.First, p.Second)));
        return (pairs, [.. Enumerable.Range(0, data.Count).Select(GroupOf)]);
    }

    /// <summary>The findings that pairs make: leaks across sets, duplicates within one.</summary>
    public static IEnumerable<AuditFinding> Describe(AuditData data, IEnumerable<NearDuplicate> pairs) => pairs.Select(pair =>
    {
        ImagePart? part = data.Parts[pair.First], other = data.Parts[pair.Second];
        string labels = data.Set.Labels[pair.First] == data.Set.Labels[pair.Second] ? "" :
            $". Their labels differ, '{data.LabelOf(pair.First)}' and '{data.LabelOf(pair.Second)}': only one can be right";
        string what = pair.IsIdentical ? "The same photo, byte for byte" : string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"Nearly the same photo{(pair.Mirrored ? ", mirrored" : "")} " +
            $"(correlation of pixels {pair.Correlation:F2}, cosine of features {pair.Cosine:F2})");
        return part == other
            ? data.Find(AuditFindingKind.Duplicate, pair.Correlation, $"{what}{labels}", pair.First, pair.Second)
            : data.Find(
                AuditFindingKind.Leak, pair.Correlation,
                $"{what}, in the {part!.Value.ToText()} and in the {other!.Value.ToText()} set{labels}", pair.First, pair.Second);
    });

    private HashSet<(int, int)> Candidates(int[] firsts, CancellationToken stop)
    {
        int[] distinct = [.. Enumerable.Range(0, data.Count).Where(row => firsts[row] == row)];
        int[][] byHash = HashSearch.Find([.. distinct.Select(row => data.Facts[row])], threads, stop);
        var candidates = new HashSet<(int, int)>();
        for (int i = 0; i < distinct.Length; i++)
        {
            foreach (int j in byHash[i])
                Add(distinct[i], distinct[j]);
        }

        foreach (int row in distinct)
        {
            foreach (Neighbour neighbour in neighbours.Nearest(row))
                Add(row, neighbour.Row);
        }

        return candidates;

        void Add(int a, int b)
        {
            if (a != b && TensorPrimitives.Dot<float>(vectors[a], vectors[b]) >= options.MinDuplicateCosine)
                candidates.Add((Math.Min(a, b), Math.Max(a, b)));
        }
    }

    private NearDuplicate? Compare((int First, int Second) pair)
    {
        (double correlation, bool mirrored) = ThumbnailMatch.Find(
            data.Facts[pair.First].Thumbnail, data.Facts[pair.Second].Thumbnail, RoughFit);
        return correlation >= options.MinDuplicateCorrelation
            ? new NearDuplicate(
                pair.First, pair.Second, correlation, TensorPrimitives.Dot<float>(vectors[pair.First], vectors[pair.Second]), mirrored)
            : null;
    }

    private bool Join(int a, int b)
    {
        (int first, int second) = (GroupOf(a), GroupOf(b));
        if (first == second)
            return false;
        _group[Math.Max(first, second)] = Math.Min(first, second);
        return true;
    }

    private int GroupOf(int row)
    {
        while (_group[row] != row)
            row = _group[row] = _group[_group[row]];
        return row;
    }
}
