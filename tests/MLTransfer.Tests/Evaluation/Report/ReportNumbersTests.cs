using MLTransfer.Evaluation.Report;

namespace MLTransfer.Tests.Evaluation.Report;

public class ReportNumbersTests
{
    private static readonly string[] Classes = ["a", "b"];

    [Fact]
    public void Curves_have_the_areas_that_the_metrics_say()
    {
        ClassifierMetrics metrics = Measure(Enumerable.Range(0, 150).Select(i => (i % 3 == 0 ? 0 : 1, i * 37 % 100 / 100f)));
        IReadOnlyList<(double X, double Y)> roc = CurvePoints.Roc(metrics, "a");
        Assert.Equal(metrics.PerClass[0].RocAuc, roc.Zip(roc.Skip(1), (p, q) => (q.X - p.X) * (p.Y + q.Y) / 2).Sum(), 1e-9);
        Assert.Equal(((0, 0), (1, 1)), (roc[0], roc[^1]));
        Assert.Equal(1, CurvePoints.PrecisionRecall(metrics, "a")[^1].X);
    }

    [Fact]
    public void A_class_without_images_has_no_curve()
    {
        ClassifierMetrics metrics = Measure([(0, .9f)]);
        Assert.Empty(CurvePoints.Roc(metrics, "b"));
        Assert.Empty(CurvePoints.PrecisionRecall(metrics, "b"));
    }

    [Fact]
    public void A_long_curve_is_thinned_and_keeps_its_ends()
    {
        var random = new Random(1);
        ClassifierMetrics metrics = Measure(Enumerable.Range(0, 5_000).Select(i => (i % 2, random.NextSingle())));
        IReadOnlyList<(double X, double Y)> roc = CurvePoints.Roc(metrics, "a");
        Assert.InRange(roc.Count, 100, 200);
        Assert.Equal(((0, 0), (1, 1)), (roc[0], roc[^1]));
    }

    [Fact]
    public void Mistakes_are_counted_by_pairs_and_ordered_by_what_they_cost()
    {
        MeasuredSet set = MeasuredSet.Of(Measure([(0, .9f), (1, .8f), (1, .2f), (0, .1f), (0, .6f)]))!;
        Assert.Equal(3, set.Right);
        Assert.Equal([(0, 1, 1), (1, 0, 1)], set.Confusion.Pairs);
        Assert.Equal("3.png", set.TopLosses.First().Path);
        Assert.Equal("4.png", set.LeastSure.First().Path);
        Assert.Equal(set.Metrics.LogLoss, set.Metrics.Images.Average(i => i.Loss), 1e-6);
    }

    // Of each image its class, and the probability of the first.
    private static ClassifierMetrics Measure(IEnumerable<(int Label, float First)> images)
        => Reports.Measure(Classes, images.Select((i, number) => ($"{number}.png", i.Label, i.First >= .5f ? 0 : 1, Math.Max(i.First, 1 - i.First))));
}
