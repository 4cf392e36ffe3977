using MLTransfer.Training.FineTuning;

namespace MLTransfer.Tests.Training.FineTuning;

public class LearningRateScheduleTests
{
    [Theory]
    [InlineData(100, .1)]
    [InlineData(1000, 0)]
    [InlineData(37, .5)]
    [InlineData(1, .1)]
    [InlineData(2, .5)]
    public void It_rises_once_then_falls_and_is_never_0(int total, double warmUp)
    {
        double[] rates = Rates(total, warmUp);
        int top = (int)(total * warmUp);
        Assert.Equal(1, rates[top]);
        Assert.Equal(rates[..top].Order(), rates[..top]);
        Assert.Equal(rates[top..].OrderDescending(), rates[top..]);
        Assert.All(rates, r => Assert.InRange(r, 1e-6, 1));
        Assert.Equal(total, rates.Distinct().Count());
    }

    [Fact]
    public void The_rise_is_straight_and_the_fall_is_half_a_cosine()
    {
        double[] rates = Rates(100, .1);
        Assert.All(Enumerable.Range(0, 11), i => Assert.Equal((i + 1) / 11.0, rates[i], 1e-12));
        Assert.Equal(.5, rates[55], 1e-12);
        Assert.Equal((1 + Math.Sqrt(.75)) / 2, rates[25], 1e-12);
        Assert.InRange(rates[^1], 1e-6, 1e-3);
    }

    [Fact]
    public void By_default_a_tenth_of_the_steps_is_warm_up()
        => Assert.Equal(Rates(50, .1), Enumerable.Range(0, 50).Select(i => new LearningRateSchedule().At(i, 50)));

    [Fact]
    public void Steps_outside_the_run_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateSchedule().At(-1, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateSchedule().At(10, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateSchedule(1.5));
    }

    private static double[] Rates(int total, double warmUp)
        => [.. Enumerable.Range(0, total).Select(i => new LearningRateSchedule(warmUp).At(i, total))];
}
