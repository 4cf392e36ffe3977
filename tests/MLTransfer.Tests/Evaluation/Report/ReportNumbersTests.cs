using MLTransfer.Evaluation;
using MLTransfer.Evaluation.Report;

namespace MLTransfer.Tests.Evaluation.Report;

public class ReportNumbersTests
{
    [Theory]
    // Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3.
    [InlineData(81, 263, .2553, .3662)]
    [InlineData(15, 148, .0624, .1605)]
    [InlineData(0, 20, 0, .1611)]
    [InlineData(1, 29, .0061, .1718)]
    public void The_interval_is_Wilsons(int right, int count, double low, double high)
    {
        WilsonInterval interval = WilsonInterval.Of(right, count);
        Assert.Equal((low, high), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
    }

    [Fact]
    public void The_area_under_the_ROC_is_the_share_of_pairs_in_order()
    {
        var random = new Random(1);
        ImageScores[] images = [.. Enumerable.Range(0, 300).Select(i => Scores(i % 3 == 0 ? 0 : 1, MathF.Round(random.NextSingle(), 1)))];
        double order = (from p in images
                        where p.Label == 0
                        from n in images
                        where n.Label == 1
                        select p.Scores[0] > n.Scores[0] ? 1.0 : p.Scores[0] == n.Scores[0] ? .5 : 0).Average();
        var curve = new RankingCurve(0, images);
        Assert.Equal(order, curve.Auc!.Value, 1e-9);
        double trapezoids = curve.Roc.Zip(curve.Roc.Skip(1), (a, b) => (b.X - a.X) * (a.Y + b.Y) / 2).Sum();
        Assert.Equal(order, trapezoids, 1e-9);
    }

    [Fact]
    public void The_average_precision_is_as_worked_out_by_hand()
    {
        // Right, wrong, right: precision 1 at recall 1/2, and 2/3 at 1.
        var curve = new RankingCurve(0, [Scores(0, .9f), Scores(1, .8f), Scores(0, .7f)]);
        Assert.Equal((1 + 2 / 3.0) / 2, curve.AveragePrecision!.Value, 1e-9);
        Assert.Equal((0, 1), curve.PrecisionRecall[0]);
    }

    [Fact]
    public void A_class_without_images_has_no_curve()
    {
        var curve = new RankingCurve(1, [Scores(0, .9f)]);
        Assert.Equal((null, null), (curve.Auc, curve.AveragePrecision));
        Assert.Empty(curve.Roc);
    }

    [Fact]
    public void A_long_curve_is_thinned_and_keeps_its_ends()
    {
        var random = new Random(1);
        var curve = new RankingCurve(0, [.. Enumerable.Range(0, 5_000).Select(i => Scores(i % 2, random.NextSingle()))]);
        Assert.InRange(curve.Roc.Count, 100, 200);
        Assert.Equal(((0, 0), (1, 1)), (curve.Roc[0], curve.Roc[^1]));
    }

    [Fact]
    public void The_calibration_error_is_the_mean_gap()
    {
        // Two at 0.9, one right; two at 0.6, both right.
        var reliability = new Reliability([Scores(0, .9f), Scores(1, .9f), Scores(0, .6f), Scores(0, .6f)]);
        Assert.Equal([(2, 1.0), (2, .5)], reliability.Bins.Select(b => (b.Count, b.Accuracy)));
        Assert.Equal((.4 + .4) / 2, reliability.ExpectedCalibrationError, 1e-6);
    }

    [Fact]
    public void The_numbers_agree_with_one_another()
    {
        MeasuredSet set = MeasuredSet.Of(["a", "b"], [Scores(0, .9f), Scores(1, .8f), Scores(1, .2f), Scores(0, .1f), Scores(0, .6f)])!;
        Assert.Equal((3, .6), (set.Right, set.Accuracy));
        Assert.Equal([(0, 1, 1), (1, 0, 1)], set.Confusion.Pairs);
        Assert.Equal(new ClassMetrics("a", 2 / 3.0, 2 / 3.0, 2 / 3.0, 3), set.Confusion.PerClass[0]);
        Assert.Equal((2 / 3.0 + 1 / 2.0) / 2, set.MacroAccuracy, 1e-9);
        Assert.Equal(-(Math.Log(.9) + Math.Log(.2) + Math.Log(.8) + Math.Log(.1) + Math.Log(.6)) / 5, set.LogLoss, 1e-6);
        Assert.Equal(.1f, set.TopLosses.First().Scores[0]);
        Assert.Equal(.6f, set.LeastSure.First().Scores[0]);
    }

    private static ImageScores Scores(int label, float first) => new("photo", label, [first, 1 - first]);
}
