using Microsoft.ML.Runtime;

namespace MLTransfer.Data;

/// <summary>Decides on the part of every row, and logs what a user should know about the data.</summary>
internal sealed class ImageSplitter(IHostEnvironment environment, IReadOnlyList<ImageRow> rows)
{
    private readonly List<ImageGroup> _groups = ImageGroup.Find(rows, Enumerable.Range(0, rows.Count));

    /// <summary>The same parts, with all rows elsewhere that are not in a shard.</summary>
    /// <param name="parts">What <see cref="Split"/> gave.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="trainVersions">How many versions of a training image are computed, itself included.</param>
    public ImagePart[] Restrict(ImagePart[] parts, Shard shard, int trainVersions)
    {
        int[] shards = ShardAssignment.Assign(_groups, parts, trainVersions, shard.Count);
        return [.. parts.Select((part, row) => shards[row] == shard.Index ? part : ImagePart.Elsewhere)];
    }

    public ImagePart[] Split(double validationFraction, double testFraction, int seed)
    {
        WarnOfContradictions();
        var parts = new ImagePart[rows.Count];
        var given = rows.Select(r => r.Given).OfType<ImagePart>().ToHashSet();
        if (given.Count > 0 && !given.Contains(ImagePart.Train))
            throw new ArgumentException("The column Split of the view has no row with 'train'.");
        if (given.Count < 2)
        {
            new StratifiedSplit(validationFraction, testFraction, seed).Assign(_groups, parts);
            WarnOfEmptySet(ImagePart.Validation, validationFraction, parts);
            WarnOfEmptySet(ImagePart.Test, testFraction, parts);
        }
        else if (given.Count == 2)
            TakeValidationFromTrain(validationFraction, seed, parts);
        else
            TakeGiven(parts);
        WarnOfUnseenClasses(parts);
        return parts;
    }

    private void TakeGiven(ImagePart[] parts)
    {
        for (int i = 0; i < parts.Length; i++)
            parts[i] = rows[i].Given!.Value;
        environment.Info("The data comes in train, validation and test sets: they are used as they are, the fractions are not.");
        WarnOfLeaks(parts);
    }

    private void TakeValidationFromTrain(double validationFraction, int seed, ImagePart[] parts)
    {
        int[] train = [.. Enumerable.Range(0, rows.Count).Where(i => rows[i].Given == ImagePart.Train)];
        foreach (int held in Enumerable.Range(0, rows.Count).Except(train))
            parts[held] = ImagePart.Test;
        // Compared before validation is taken out: a leak between the folders is the folders' fault.
        WarnOfLeaks(parts);
        new StratifiedSplit(validationFraction, 0, seed).Assign(ImageGroup.Find(rows, train), parts);
        string name = rows.First(r => r.Given != ImagePart.Train).Given!.Value.ToText();
        string takes = name == ImagePart.Test.ToText() ? "stays" : "serves as";
        environment.Info($"The data comes in a train and a {name} set. The {name} set {takes} the test set, so that it chooses nothing; " +
            $"for validation {validationFraction:P0} of the train set is held out.");
    }

    private void WarnOfEmptySet(ImagePart part, double fraction, ImagePart[] parts)
    {
        if (fraction > 0 && !parts.Contains(part))
        {
            environment.Warn(
                $"There is no {part.ToText()} set: {fraction:P0} of each class comes to no image. Use more images, or a larger share for it.");
        }
    }

    private void WarnOfContradictions()
    {
        List<ImageGroup> contradictory = [.. _groups.Where(g => g.Labels.Count > 1)];
        if (contradictory.Count == 0)
            return;
        IReadOnlyList<int> same = contradictory[0].Rows;
        int other = same.First(i => rows[i].Label != rows[same[0]].Label);
        environment.Warn($"{Count(contradictory.Count)} with more than one label. For example, these are the same photo: " +
            $"'{rows[same[0]].Name}' ({rows[same[0]].Label}) and '{rows[other].Name}' ({rows[other].Label}). " +
            "Only one label can be right: remove the others.");
    }

    private void WarnOfLeaks(ImagePart[] parts)
    {
        List<ImageGroup> leaks = [.. _groups.Where(g => g.Rows.Any(i => parts[i] != parts[g.Rows[0]]))];
        if (leaks.Count == 0)
            return;
        IReadOnlyList<int> same = leaks[0].Rows;
        int other = same.First(i => parts[i] != parts[same[0]]);
        environment.Warn($"{Count(leaks.Count)} in more than one of the sets that the data comes in, so that the metrics will be too good. " +
            $"For example, these are the same photo: '{rows[same[0]].Name}' ({rows[same[0]].Given!.Value.ToText()}) and " +
            $"'{rows[other].Name}' ({rows[other].Given!.Value.ToText()}). The sets are used as they are.");
    }

    private void WarnOfUnseenClasses(ImagePart[] parts)
    {
        var classes = Enumerable.Range(0, rows.Count).GroupBy(i => rows[i].Label, i => parts[i], StringComparer.Ordinal)
            .Select(c => (Label: c.Key, Parts: c.ToHashSet())).OrderBy(c => c.Label, StringComparer.Ordinal).ToList();
        Warn(classes.Where(c => !c.Parts.Contains(ImagePart.Train)), "have no image in the train set, so that they cannot be learned");
        if (parts.Contains(ImagePart.Test))
            Warn(classes.Where(c => !c.Parts.Contains(ImagePart.Test)), "have no image in the test set, so that it says nothing about them");

        void Warn(IEnumerable<(string Label, HashSet<ImagePart>)> found, string what)
        {
            string[] labels = [.. found.Select(c => $"'{c.Label}'")];
            string some = string.Join(", ", labels.Take(5)) + (labels.Length > 5 ? ", ..." : "");
            if (labels.Length > 0)
                environment.Warn($"{labels.Length:N0} of {classes.Count:N0} classes {what}: {some}.");
        }
    }

    private static string Count(int images) => $"There {(images == 1 ? "is" : "are")} {Quantity.Of(images, "image")}";
}
