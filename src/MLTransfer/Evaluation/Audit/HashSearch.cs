using System.Numerics;

namespace MLTransfer.Evaluation;

/// <summary>Finds photos whose perceptual hashes are near each other, one of the two perhaps mirrored.</summary>
internal static class HashSearch
{
    // Of 64 bits. Zauner found 22 to part different photos from the same ones; this many leaves few to look at more closely.
    private const int MostBits = 14;

    // A photo that is there a hundred times is found by its nearest, and theirs.
    private const int MostCandidates = 8;

    /// <summary>For each photo the nearest others, if near enough.</summary>
    public static int[][] Find(IReadOnlyList<PixelFacts> facts, int threads, CancellationToken stop)
    {
        (ulong Plain, ulong Mirrored)?[] hashes = [.. facts.AsParallel().AsOrdered().Select(f => PerceptualHash.Of(f.Thumbnail))];
        var candidates = new int[facts.Count][];
        Parallel.For(0, facts.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = stop }, i =>
        {
            var nearest = new NearestRows(MostCandidates);
            for (int j = 0; hashes[i] is { } own && j < hashes.Length; j++)
            {
                if (j == i || hashes[j] is not { } other)
                    continue;
                int bits = Math.Min(BitOperations.PopCount(own.Plain ^ other.Plain), BitOperations.PopCount(own.Mirrored ^ other.Plain));
                if (bits <= MostBits)
                    nearest.Add(j, -bits);
            }

            candidates[i] = [.. nearest.Nearest.ToArray().Select(n => n.Row)];
        });
        return candidates;
    }
}
