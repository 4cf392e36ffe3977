namespace MLTransfer.Evaluation;

/// <summary>Finds the same images in what two classifiers said.</summary>
internal static class PairedImages
{
    /// <summary>The images of both, in the order of the first. Those in the same place, or else of the same path, are the same.</summary>
    /// <exception cref="EvaluationDataException">They are not the same images, or not of the same classes.</exception>
    public static IEnumerable<(ScoredImage First, ScoredImage Second)> Find(IReadOnlyList<ScoredImage> first, IReadOnlyList<ScoredImage> second)
    {
        (ScoredImage First, ScoredImage Second)[] pairs = first.Count == second.Count && first.Zip(second).All(p => p.First.Path == p.Second.Path)
            ? [.. first.Zip(second)]
            : [.. ByPath(first, second)];
        foreach ((ScoredImage one, ScoredImage other) in pairs)
        {
            if (one.Label != other.Label)
                throw new EvaluationDataException($"{one.Path} is '{one.Label}' for the first classifier and '{other.Label}' for the second.");
        }

        return pairs;
    }

    private static IEnumerable<(ScoredImage First, ScoredImage Second)> ByPath(
        IReadOnlyList<ScoredImage> first, IReadOnlyList<ScoredImage> second)
    {
        Dictionary<string, ScoredImage> others = [];
        foreach (ScoredImage image in second)
        {
            if (!others.TryAdd(image.Path, image))
                throw NotTheSame($"{image.Path} is there twice, so they must be given in the same order");
        }

        foreach (ScoredImage image in first)
        {
            yield return others.Remove(image.Path, out ScoredImage? other)
                ? (image, other)
                : throw NotTheSame($"{image.Path} is not, or not as often, among those of the second");
        }

        if (others.Count > 0)
            throw NotTheSame($"{others.Keys.First()} is not among those of the first");
    }

    private static EvaluationDataException NotTheSame(string reason)
        => new($"The two classifiers were not evaluated on the same images: {reason}. Evaluate both on one view.");
}
