using MLTransfer.Training;

namespace MLTransfer.Tests.Training;

public class GainWatchTests
{
    private static readonly double[] Losses = [1, .8, .85, .79, .9, .7, .9, .9, .9, .9];

    [Fact]
    public void The_best_epoch_is_told_from_those_that_only_gain_too_little()
    {
        var watch = new GainWatch(new() { Metric = EarlyStoppingMetric.Loss, MinDelta = .05f, Patience = 3 });
        Assert.Equal([true, true, false, true, false, true, false, false, false, false], Losses.Select(l =>
        {
            watch.Continues(0, l);
            return watch.IsBest;
        }));
    }

    [Fact]
    public void A_loss_that_is_not_a_number_is_no_gain()
    {
        var watch = new GainWatch(new() { Metric = EarlyStoppingMetric.Loss, MinDelta = 0, Patience = 2 });
        Assert.True(watch.Continues(0, double.NaN));
        Assert.False(watch.IsBest);
        Assert.False(watch.Continues(0, double.NaN));
    }
}
