using System.Globalization;

namespace MLTransfer.Data;

/// <summary>
/// Divides groups of identical images into parts, class by class. The order in which a class's groups are dealt out follows from a
/// digest of seed and group alone: not from the order of the rows, and hardly from what else is in the data, so that
/// a photo added later moves few of the others.
/// </summary>
internal sealed class StratifiedSplit(double validationFraction, double testFraction, int seed)
{
    // With three distinct images, each of the three parts can have one.
    private const int EnoughForAllParts = 3;

    private readonly string _salt = seed.ToString(CultureInfo.InvariantCulture);

    /// <summary>Sets the part of every row of the groups.</summary>
    public void Assign(IReadOnlyList<ImageGroup> groups, ImagePart[] parts)
    {
        foreach (ImageGroup group in groups)
            Put(group, ImagePart.Train, parts);
        // A photo with two labels stays in train: whatever is predicted for it, a score could only call it half right.
        ILookup<string, int> inTrain = groups.Where(g => g.Labels.Count > 1)
            .SelectMany(g => g.Labels.Select(label => (Label: label, Rows: g.Rows.Count / g.Labels.Count)))
            .ToLookup(share => share.Label, share => share.Rows, StringComparer.Ordinal);
        foreach (var ofClass in groups.Where(g => g.Labels.Count == 1).GroupBy(g => g.Labels[0], StringComparer.Ordinal))
            AssignClass([.. ofClass.OrderBy(Rank).ThenBy(g => g.Content, StringComparer.Ordinal)], [.. inTrain[ofClass.Key]], parts);
    }

    private void AssignClass(List<ImageGroup> groups, List<int> inTrain, ImagePart[] parts)
    {
        int images = groups.Sum(g => g.Rows.Count) + inTrain.Sum();
        bool isEnough = groups.Count + inTrain.Count >= EnoughForAllParts;
        (int validation, int test) = Quotas(images, least: isEnough ? 1 : 0);
        // The largest group is the one that train always keeps: elsewhere it could exceed the share of the part.
        if (inTrain.Count == 0)
            groups.Remove(groups.MaxBy(g => g.Rows.Count)!);
        groups = Fill(ImagePart.Test, test, groups, spare: isEnough && validation > 0 ? 1 : 0, isEnough, parts);
        Fill(ImagePart.Validation, validation, groups, spare: 0, isEnough, parts);
    }

    /// <summary>How many images of a class go into validation and test: the nearest whole number, at least so many, and one is left.</summary>
    private (int Validation, int Test) Quotas(int images, int least)
    {
        int validation = validationFraction > 0 ? Math.Max(least, Round(images * validationFraction)) : 0;
        int test = testFraction > 0 ? Math.Max(least, Round(images * testFraction)) : 0;
        while (validation + test > images - 1)
        {
            if (validation >= test)
                validation--;
            else
                test--;
        }
        return (validation, test);
    }

    /// <summary>Puts the groups that fit into a part and returns the others.</summary>
    /// <param name="part">The part.</param>
    /// <param name="quota">How many images it is to have.</param>
    /// <param name="groups">The groups to choose from, in the order in which they are dealt out.</param>
    /// <param name="spare">How many groups to leave for others.</param>
    /// <param name="atLeastOne">Whether the smallest group goes in where none fits.</param>
    /// <param name="parts">Receives the part.</param>
    private static List<ImageGroup> Fill(
        ImagePart part, int quota, List<ImageGroup> groups, int spare, bool atLeastOne, ImagePart[] parts)
    {
        var others = new List<ImageGroup>(groups.Count);
        int left = quota, available = groups.Count - spare;
        foreach (ImageGroup group in groups)
        {
            if (available == 0 || group.Rows.Count > left)
            {
                others.Add(group);
                continue;
            }
            Put(group, part, parts);
            left -= group.Rows.Count;
            available--;
        }
        if (atLeastOne && quota > 0 && left == quota && available > 0)
        {
            ImageGroup smallest = others.MinBy(g => g.Rows.Count)!;
            Put(smallest, part, parts);
            others.Remove(smallest);
        }
        return others;
    }

    private static void Put(ImageGroup group, ImagePart part, ImagePart[] parts)
    {
        foreach (int row in group.Rows)
            parts[row] = part;
    }

    private UInt128 Rank(ImageGroup group) => group.Rank(_salt);

    private static int Round(double images) => (int)Math.Round(images, MidpointRounding.AwayFromZero);
}
