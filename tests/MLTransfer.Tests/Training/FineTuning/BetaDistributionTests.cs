using MLTransfer.Training.FineTuning;

namespace MLTransfer.Tests.Training.FineTuning;

public class BetaDistributionTests
{
    [Theory]
    [InlineData(.01)]
    [InlineData(.2)]
    [InlineData(1)]
    [InlineData(8)]
    public void Mean_and_variance_are_those_of_the_distribution(double alpha)
    {
        var random = new Random(5);
        double[] draws = [.. Enumerable.Range(0, 40_000).Select(_ => BetaDistribution.Draw(random, alpha))];
        double variance = 1 / (4 * (2 * alpha + 1));
        Assert.All(draws, x => Assert.InRange(x, 0, 1));
        Assert.Equal(.5, draws.Average(), 5 * Math.Sqrt(variance / draws.Length));
        Assert.Equal(variance, draws.Average(x => (x - .5) * (x - .5)), variance * .05);
    }

    [Fact]
    public void With_alpha_1_all_numbers_are_equally_likely()
    {
        var random = new Random(6);
        double[] draws = [.. Enumerable.Range(0, 40_000).Select(_ => BetaDistribution.Draw(random, 1)).Order()];
        Assert.All(Enumerable.Range(0, draws.Length), i => Assert.Equal((i + .5) / draws.Length, draws[i], .01));
    }

    [Fact]
    public void The_same_generator_gives_the_same_numbers()
        => Assert.Equal(BetaDistribution.Draw(new Random(1), .4), BetaDistribution.Draw(new Random(1), .4));
}
