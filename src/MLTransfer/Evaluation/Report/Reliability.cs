namespace MLTransfer.Evaluation.Report;

/// <summary>Images whose predictions are about as sure.</summary>
/// <param name="Low">The lowest probability, exclusive but for 0.</param>
/// <param name="High">The highest probability.</param>
/// <param name="Count">The number of images.</param>
/// <param name="Confidence">The mean probability of what was predicted.</param>
/// <param name="Accuracy">The share that was predicted rightly.</param>
internal sealed record ReliabilityBin(double Low, double High, int Count, double Confidence, double Accuracy);

/// <summary>Whether predictions of 80% are right 80% of the time.</summary>
/// <remarks>Guo et al., "On Calibration of Modern Neural Networks", 2017, section 2.</remarks>
internal sealed class Reliability
{
    private const int BinCount = 10;

    public Reliability(IReadOnlyList<ScoredImage> images)
    {
        Bins = [.. images.GroupBy(BinOf).OrderBy(g => g.Key).Select(g => new ReliabilityBin(
            (double)g.Key / BinCount,
            (g.Key + 1.0) / BinCount,
            g.Count(),
            g.Average(i => (double)i.Probability),
            g.Average(i => i.IsCorrect ? 1.0 : 0)))];
        ExpectedCalibrationError = Bins.Sum(b => b.Count * Math.Abs(b.Accuracy - b.Confidence)) / images.Count;
    }

    /// <summary>Ten ranges of probability of the same width; those without images are left out.</summary>
    public IReadOnlyList<ReliabilityBin> Bins { get; }

    /// <summary>The mean over the images of how far accuracy and confidence of their bins are apart.</summary>
    public double ExpectedCalibrationError { get; }

    private static int BinOf(ScoredImage image) => Math.Clamp((int)Math.Ceiling(image.Probability * BinCount) - 1, 0, BinCount - 1);
}
