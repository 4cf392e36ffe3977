using MLTransfer.Data;
using MLTransfer.Evaluation;
using MLTransfer.Training.Calibration;

namespace MLTransfer;

public sealed partial class ClassifierMetrics
{
    // What a softmax in float32 may give.
    private const float HighestProbability = 1 + 1e-5f;

    /// <summary>
    /// How far the probability of the predicted class is from how often it is right: the mean over the images of the difference between accuracy and
    /// mean probability in their bins (<see cref="ReliabilityBins"/>), 0 to 1. NaN where a highest score is no probability.
    /// </summary>
    /// <remarks>
    /// ECE, in 15 bins of equal width (Guo et al., "On Calibration of Modern Neural Networks", 2017, section 2). On few images it is too high, as
    /// chance alone moves the accuracy in each bin: with 100 images, a perfectly calibrated classifier easily has 0.05.
    /// </remarks>
    public double ExpectedCalibrationError => _reliability.Value?.ExpectedError ?? double.NaN;

    /// <summary>
    /// The reliability diagram: images in 15 bins of equal width by the probability of the predicted class, from 0 to 1, empty bins too. Empty where
    /// a highest score is no probability.
    /// </summary>
    public IReadOnlyList<ReliabilityBin> ReliabilityBins => _reliability.Value?.Bins ?? [];

    /// <summary>
    /// What the classifier covers, and how often it is right there, for every threshold below which it could abstain, from the highest to the lowest,
    /// which covers all. Images of equal probability are covered together.
    /// </summary>
    public IReadOnlyList<CoveragePoint> CoverageCurve => RankByConfidence().CoverageCurve;

    /// <summary>What the classifier covers, and how often it is right there, if it abstains below a threshold.</summary>
    /// <param name="threshold">The least probability of the predicted class at which it answers.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is NaN.</exception>
    public CoveragePoint CoverageAt(float threshold)
    {
        Bounds.Require(!float.IsNaN(threshold), threshold, "a number");
        ScoredImage[] answered = [.. Images.Where(i => i.Probability >= threshold)];
        return new CoveragePoint(
            threshold, answered.Length, (double)answered.Length / ImageCount, (double)answered.Count(i => i.IsCorrect) / answered.Length);
    }

    /// <summary>
    /// The lowest threshold at which the classifier is right as often as wanted on the images that it then answers, for
    /// <see cref="ImageClassifierOptions.AbstainBelow"/>; null where there is none.
    /// </summary>
    /// <remarks>
    /// Choose it on validation images, and see with <see cref="CoverageAt"/> of test images what it gives: the images that a threshold was chosen on
    /// flatter it. Of few images it tells little: <see cref="ConfidenceInterval.Wilson"/> of <see cref="CoveragePoint.Images"/> says how little.
    /// </remarks>
    /// <param name="accuracy">The share of the answered images to be classified rightly, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="accuracy"/> is out of its range.</exception>
    public CoveragePoint? ThresholdFor(double accuracy)
    {
        Bounds.Require(accuracy is >= 0 and <= 1, accuracy, "0 to 1");
        CoveragePoint[] reaching = [.. CoverageCurve.Where(p => p.Accuracy >= accuracy)];
        return reaching.Length == 0 ? null : reaching[^1];
    }

    private RankedScores RankByConfidence() => new([.. Images.Select(i => i.Probability)], [.. Images.Select(i => i.IsCorrect)]);

    private ReliabilityDiagram? MeasureReliability()
        => Images.All(i => i.Probability is >= 0 and <= HighestProbability) ? new ReliabilityDiagram(Images.Select(i => (i.Probability, i.IsCorrect))) : null;
}
