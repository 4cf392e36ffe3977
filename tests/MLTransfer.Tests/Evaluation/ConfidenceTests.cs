using Microsoft.ML;
using MLTransfer.Evaluation;
using MLTransfer.Training;

namespace MLTransfer.Tests.Evaluation;

/// <summary>How sure against how right: calibration error, reliability, coverage.</summary>
public class ConfidenceTests
{
    private static readonly LabelKeys Labels = LabelKeys.Named(["no", "yes"]);

    // Probability of the predicted class, and whether it is right. Bins of width 1/15: 15 for .97 and 1, 12 for .75 and .78, 8 for .5.
    private static readonly ClassifierMetrics ByHand = Evaluate(
        (.97f, true), (.97f, true), (1, true), (.97f, false), (.75f, true), (.78f, false), (.75f, false), (.5f, true));

    [Fact]
    public void The_reliability_diagram_is_as_worked_out_by_hand()
    {
        IReadOnlyList<ReliabilityBin> bins = ByHand.ReliabilityBins;
        Assert.Equal(15, bins.Count);
        Assert.Equal([7, 11, 14], Enumerable.Range(0, 15).Where(i => bins[i].Count > 0));
        AssertBin(bins[7], 1, .5, 1);
        AssertBin(bins[11], 3, .76, 1 / 3.0);
        AssertBin(bins[14], 4, .9775, .75);
        Assert.Equal((14 / 15.0, 1), (bins[14].LowerBound, bins[14].UpperBound));
        Assert.All(bins.Where(b => b.Count == 0), b => Assert.Equal((double.NaN, double.NaN), (b.MeanConfidence, b.Accuracy)));
        // (1 x .5 + 3 x (.76 - 1/3) + 4 x .2275) / 8
        Assert.Equal((.5 + 1.28 + .91) / 8, ByHand.ExpectedCalibrationError, 1e-7);
    }

    [Fact]
    public void The_calibration_error_is_the_sum_of_what_bins_are_out_by()
    {
        ClassifierMetrics m = ReferencePredictions.Evaluate(ReferencePredictions.Images);
        double expected = m.Images.GroupBy(i => Math.Ceiling(i.Probability * 15.0))
            .Sum(bin => Math.Abs(bin.Sum(i => i.Probability - (i.IsCorrect ? 1.0 : 0)))) / m.ImageCount;
        Assert.Equal(expected, m.ExpectedCalibrationError, 1e-12);
        Assert.True(expected > .03);
        Assert.Equal(m.ImageCount, m.ReliabilityBins.Sum(b => b.Count));
        Assert.Equal(m.MicroAccuracy, m.ReliabilityBins.Where(b => b.Count > 0).Sum(b => b.Count * b.Accuracy) / m.ImageCount, 1e-12);
    }

    [Fact]
    public void Scores_that_are_no_probabilities_have_no_calibration_error()
    {
        ClassifierMetrics m = Measure([new ScoredImage("a.jpg", 0, [3, -1], Labels.Names), new ScoredImage("b.jpg", 1, [.4f, .6f], Labels.Names)]);
        Assert.Equal(double.NaN, m.ExpectedCalibrationError);
        Assert.Empty(m.ReliabilityBins);
        Assert.Equal(2, m.CoverageCurve.Count);
    }

    [Fact]
    public void The_coverage_curve_goes_from_the_surest_to_all()
    {
        (float, int, double, double)[] expected =
        [
            (1, 1, 1 / 8.0, 1), (.97f, 4, 4 / 8.0, 3 / 4.0), (.78f, 5, 5 / 8.0, 3 / 5.0), (.75f, 7, 7 / 8.0, 4 / 7.0), (.5f, 8, 1, 5 / 8.0),
        ];
        Assert.Equal(expected, ByHand.CoverageCurve.Select(p => (p.Threshold, p.Images, p.Coverage, p.Accuracy)));
        Assert.All(ByHand.CoverageCurve, p => Assert.Equal(p, ByHand.CoverageAt(p.Threshold)));
        Assert.Equal((4, .75), (ByHand.CoverageAt(.9f).Images, ByHand.CoverageAt(.9f).Accuracy));
        Assert.Equal((0, 0, double.NaN), (ByHand.CoverageAt(1.1f).Images, ByHand.CoverageAt(1.1f).Coverage, ByHand.CoverageAt(1.1f).Accuracy));
        Assert.Throws<ArgumentOutOfRangeException>(() => ByHand.CoverageAt(float.NaN));
    }

    [Fact]
    public void The_threshold_is_the_lowest_that_reaches_the_accuracy()
    {
        Assert.Equal(1, ByHand.ThresholdFor(.8)!.Value.Threshold);
        Assert.Equal(.97f, ByHand.ThresholdFor(.7)!.Value.Threshold);
        // Not at .75, but with all images again.
        Assert.Equal(.5f, ByHand.ThresholdFor(.6)!.Value.Threshold);
        Assert.Equal(8, ByHand.ThresholdFor(0)!.Value.Images);
        Assert.Null(Evaluate((.9f, false), (.8f, true)).ThresholdFor(.7));
        Assert.Throws<ArgumentOutOfRangeException>(() => ByHand.ThresholdFor(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ByHand.ThresholdFor(double.NaN));
    }

    private static void AssertBin(ReliabilityBin bin, int count, double confidence, double accuracy)
    {
        Assert.Equal(count, bin.Count);
        Assert.Equal(confidence, bin.MeanConfidence, 1e-6);
        Assert.Equal(accuracy, bin.Accuracy, 1e-12);
    }

    private static ClassifierMetrics Evaluate(params (float Confidence, bool IsCorrect)[] images)
        => Measure(images.Select((i, n) => new ScoredImage($"{n}.jpg", i.IsCorrect ? 0 : 1, [i.Confidence, 1 - i.Confidence], Labels.Names)));

    private static ClassifierMetrics Measure(IEnumerable<ScoredImage> images) => Evaluator.Evaluate(new MLContext(), Labels, [.. images]);
}
