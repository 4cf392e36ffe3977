using MLTransfer.Training;

namespace MLTransfer.Tests.Training.Probing;

/// <summary>What is recommended for places of which it is known which images they have right.</summary>
public class StageChoiceTests
{
    private const int Images = 200;
    private static readonly string[] Stages = ["a", "b", "c", "d"];

    /// <summary>A place that has the first images right, so that of two places the better one has all that the other has.</summary>
    private static ProbedPlace Place(string? cut, int right, FeaturePooling pooling = FeaturePooling.Average, double loss = 1)
        => new(
            new StageProbe
            {
                Cut = cut,
                Pooling = pooling,
                FeatureLength = 8,
                Accuracy = (double)right / Images,
                StandardError = 0,
                LogLoss = loss,
            },
            [.. Enumerable.Range(0, Images).Select(i => i < right)]);

    private static StageRecommendation Choose(params ProbedPlace[] places) => new StageChoice(places, Stages, standardErrors: 2).Choose();

    [Fact]
    public void The_end_is_kept_unless_another_place_is_clearly_better()
    {
        // Of 200, 3 more right (and none less) are 1.7 standard errors, and 4 are 2.02.
        Assert.Null(Choose(Place("c", 163), Place("d", 150), Place(null, 160)).Cut);
        StageRecommendation lower = Choose(Place("c", 164), Place("d", 150), Place(null, 160));
        Assert.Equal("c", lower.Cut);
        Assert.Contains("'c' with Average pooling (82.0", lower.Reason, StringComparison.Ordinal);
        Assert.Contains("the end of the network (80.0", lower.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_places_that_are_as_good_as_the_best_the_one_nearest_to_the_end_is_taken_and_average_before_maximum()
    {
        Assert.Equal("c", Choose(Place("a", 140), Place("b", 170), Place("c", 167), Place("d", 150), Place(null, 150)).Cut);
        StageRecommendation pooled = Choose(Place("c", 167), Place("c", 170, FeaturePooling.Max), Place("d", 150), Place(null, 150));
        Assert.Equal(("c", FeaturePooling.Average), (pooled.Cut, pooled.Pooling));
        StageRecommendation max = Choose(Place("c", 160), Place("c", 170, FeaturePooling.Max), Place("d", 150), Place(null, 150));
        Assert.Equal(("c", FeaturePooling.Max), (max.Cut, max.Pooling));
    }

    [Fact]
    public void What_follows_the_lowest_stage_that_is_good_enough_is_unfrozen()
    {
        Assert.Equal("c", Choose(Place("a", 100), Place("b", 159), Place("c", 159), Place("d", 160), Place(null, 160)).UnfreezeFrom);
        Assert.Equal("b", Choose(Place("a", 160), Place("b", 120), Place("c", 159), Place("d", 160), Place(null, 160)).UnfreezeFrom);
        // 2 fewer of 200 are 1 %, but may be more than 2 %.
        Assert.Equal("d", Choose(Place("a", 100), Place("b", 158), Place("c", 158), Place("d", 160), Place(null, 160)).UnfreezeFrom);
        // Where accuracy grows to the end, the last stage.
        Assert.Equal("d", Choose(Place("a", 100), Place("b", 120), Place("c", 140), Place("d", 150), Place(null, 160)).UnfreezeFrom);
        // Never above the cut.
        Assert.Equal("c", Choose(Place("a", 100), Place("b", 120), Place("c", 180), Place("d", 150), Place(null, 150)).UnfreezeFrom);
        Assert.Null(Choose(Place("a", 180), Place("b", 120), Place(null, 120)).UnfreezeFrom);
        Assert.Null(new StageChoice([Place(null, 100)], [], 2).Choose().UnfreezeFrom);
    }

    [Fact]
    public void Few_images_unfreeze_no_more_than_the_last_stage()
    {
        ProbedPlace[] places = [.. new[] { "a", "b", "c", "d", null }.Select(cut => Place(cut, 12) with { IsRight = [.. new bool[12].Select(_ => true)] })];
        Assert.Equal("d", Choose(places).UnfreezeFrom);
    }

    [Fact]
    public void Differences_are_measured_by_the_standard_error_of_the_mean_difference()
    {
        var random = new Random(1);
        bool[] one = [.. Enumerable.Range(0, Images).Select(_ => random.Next(10) < 7)], other = [.. one.Select(r => random.Next(5) == 0 ? !r : r)];
        double[] differences = [.. one.Zip(other, (a, b) => (b ? 1.0 : 0) - (a ? 1 : 0))];
        double mean = differences.Average();
        double deviation = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / (Images - 1));
        ProbedPlace a = Place("a", 0) with { IsRight = one }, b = Place("b", 0) with { IsRight = other };
        Assert.NotEqual(0, mean);
        Assert.Equal(mean / (deviation / Math.Sqrt(Images)), a.StandardErrorsBelow(b), 1e-9);
        Assert.Equal(-a.StandardErrorsBelow(b), b.StandardErrorsBelow(a), 1e-9);
        Assert.Equal(0, a.StandardErrorsBelow(a));
        Assert.Equal(double.PositiveInfinity, Place("a", 0).StandardErrorsBelow(Place("b", Images)));
    }
}
