namespace MLTransfer.Data;

/// <summary>
/// Divides groups of identical images into shards of equal work. Where a group goes follows from the data alone, so processes agree without
/// speaking to each other: groups are ordered by a digest of each, and this order is cut into pieces. A photo added later moves only the cuts,
/// each by less than that one photo.
/// </summary>
internal static class ShardAssignment
{
    // Another order than that of the split: or the first shard would have all the test images.
    private const string Salt = "shard";

    /// <summary>The shard of each row. Rows of a group are in one shard, as what is computed for one of them serves all.</summary>
    /// <param name="groups">All rows, by content.</param>
    /// <param name="parts">The part of every row.</param>
    /// <param name="trainVersions">How many versions of a training image are computed, itself included; of others it is one.</param>
    /// <param name="count">The number of shards.</param>
    public static int[] Assign(IReadOnlyList<ImageGroup> groups, ImagePart[] parts, int trainVersions, int count)
    {
        var shards = new int[parts.Length];
        long all = groups.Sum(WorkOn), before = 0;
        foreach (ImageGroup group in groups.OrderBy(g => g.Rank(Salt)).ThenBy(g => g.Content, StringComparer.Ordinal))
        {
            int shard = (int)((Int128)before * count / all);
            foreach (int row in group.Rows)
                shards[row] = shard;
            before += WorkOn(group);
        }

        return shards;

        long WorkOn(ImageGroup group) => group.Rows.Any(row => parts[row] == ImagePart.Train) ? trainVersions : 1;
    }
}
