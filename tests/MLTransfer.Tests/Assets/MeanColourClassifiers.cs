namespace MLTransfer.Tests.Assets;

/// <summary>Two simple classifiers on mean RGB. Both leave out the picture that they judge; both return accuracy, 0..1.</summary>
internal static class MeanColourClassifiers
{
    /// <summary>A vote of the nearest others; the nearest of the leading labels wins a tie.</summary>
    public static double NearestNeighbours(IReadOnlyList<LabelledPicture> pictures, int neighbours) =>
        Accuracy(pictures, judged => pictures
            .Where(p => !ReferenceEquals(p, judged))
            .OrderBy(p => SquaredDistance(p.MeanColour, judged.MeanColour))
            .Take(neighbours)
            .GroupBy(p => p.Label)
            .MaxBy(votes => votes.Count())!.Key);

    /// <summary>The class whose mean is nearest: a linear rule.</summary>
    public static double NearestClassMean(IReadOnlyList<LabelledPicture> pictures) =>
        Accuracy(pictures, judged => pictures
            .Where(p => !ReferenceEquals(p, judged))
            .GroupBy(p => p.Label)
            .MinBy(one => SquaredDistance(Mean([.. one.Select(p => p.MeanColour)]), judged.MeanColour))!.Key);

    private static double Accuracy(IReadOnlyList<LabelledPicture> pictures, Func<LabelledPicture, string> classify) =>
        pictures.Count(p => classify(p) == p.Label) / (double)pictures.Count;

    private static double[] Mean(double[][] colours) =>
        [.. Enumerable.Range(0, 3).Select(channel => colours.Average(c => c[channel]))];

    private static double SquaredDistance(double[] a, double[] b) => a.Zip(b, (x, y) => (x - y) * (x - y)).Sum();
}
