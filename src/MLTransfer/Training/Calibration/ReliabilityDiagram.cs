namespace MLTransfer.Training.Calibration;

/// <summary>
/// Images by how sure a classifier was, in 15 bins of equal width, as Guo et al. 2017 have them. The expected calibration error over them is that of
/// Naeini et al., "Obtaining Well Calibrated Probabilities Using Bayesian Binning", 2015.
/// </summary>
internal sealed class ReliabilityDiagram
{
    public const int BinCount = 15;

    private readonly int _images;

    /// <param name="images">The probability of the predicted class, 0 to 1, and whether it was right.</param>
    public ReliabilityDiagram(IEnumerable<(float Confidence, bool IsCorrect)> images)
    {
        var counts = new int[BinCount];
        var right = new int[BinCount];
        var confidence = new double[BinCount];
        foreach ((float sure, bool isCorrect) in images)
        {
            int bin = Math.Clamp((int)Math.Ceiling(sure * (double)BinCount) - 1, 0, BinCount - 1);
            counts[bin]++;
            right[bin] += isCorrect ? 1 : 0;
            confidence[bin] += sure;
            _images++;
        }

        // Of an empty bin, 0 / 0 gives NaN, as it should.
        Bins = [.. Enumerable.Range(0, BinCount).Select(i => new ReliabilityBin(
            (double)i / BinCount, (i + 1.0) / BinCount, counts[i], confidence[i] / counts[i], (double)right[i] / counts[i]))];
    }

    /// <summary>All bins from 0 to 1, empty ones too.</summary>
    public IReadOnlyList<ReliabilityBin> Bins { get; }

    /// <summary>The mean over the images of the difference between accuracy and mean confidence in their bins, 0 to 1; NaN without images.</summary>
    public double ExpectedError => _images == 0
        ? double.NaN
        : Bins.Where(b => b.Count > 0).Sum(b => b.Count * Math.Abs(b.Accuracy - b.MeanConfidence)) / _images;
}
