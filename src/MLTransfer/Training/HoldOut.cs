namespace MLTransfer.Training;

/// <summary>
/// Holds out a part of a training set for validation: by class, with identical images and all versions of an image on the same side. What is
/// held out is there as it is, without augmented versions.
/// </summary>
internal static class HoldOut
{
    /// <summary>
    /// About <paramref name="fraction"/> of the distinct images of each class that has at least two, and at least one of them;
    /// nothing where it is 0.
    /// </summary>
    public static (FeatureSet Train, FeatureSet Validation) Split(FeatureSet set, double fraction, int seed)
    {
        var random = new Random(seed);
        var heldOut = new HashSet<int>();
        // An image that is there twice under two labels counts with the first.
        var groups = Enumerable.Range(0, set.Count).GroupBy(i => set.Hashes[i]).Select(g => g.ToArray()).GroupBy(g => set.Labels[g[0]]);
        foreach (var ofClass in groups.OrderBy(g => g.Key))
        {
            int[][] distinct = [.. ofClass];
            if (distinct.Length < 2 || fraction == 0)
                continue;
            random.Shuffle(distinct);
            int count = Math.Clamp((int)Math.Round(fraction * distinct.Length), 1, distinct.Length - 1);
            heldOut.UnionWith(distinct.Take(count).SelectMany(g => g));
        }

        return (set.Select(Enumerable.Range(0, set.Count).Where(i => !heldOut.Contains(i))), set.Select(heldOut.Order()).Plain());
    }
}
