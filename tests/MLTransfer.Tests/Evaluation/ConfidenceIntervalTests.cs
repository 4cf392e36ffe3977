using System.Globalization;
using MLTransfer.Evaluation;

namespace MLTransfer.Tests.Evaluation;

public class ConfidenceIntervalTests
{
    [Fact]
    public void Wilsons_interval_is_that_of_SciPy()
    {
        (string Name, double Value)[] expected = [.. ReferencePredictions.Metrics.Where(m => m.Key.StartsWith("Wilson", StringComparison.Ordinal)).Select(m => (m.Key, m.Value))];
        Assert.Equal(10, expected.Length);
        foreach ((string name, double value) in expected)
        {
            string[] words = name.Split(' ');
            ConfidenceInterval interval = ConfidenceInterval.Wilson(int.Parse(words[2], CultureInfo.InvariantCulture), int.Parse(words[3], CultureInfo.InvariantCulture), double.Parse(words[4], CultureInfo.InvariantCulture));
            Assert.Equal(value, words[1] == "lower" ? interval.Lower : interval.Upper, 1e-12);
        }
    }

    [Fact]
    public void It_is_within_0_and_1_and_around_the_share()
    {
        foreach (int trials in new[] { 1, 2, 7, 100, 1_000_000 })
        {
            foreach (int successes in new[] { 0, 1, trials / 2, trials - 1, trials })
            {
                foreach (double confidence in new[] { .01, .5, .95, .999999 })
                {
                    ConfidenceInterval i = ConfidenceInterval.Wilson(successes, trials, confidence);
                    Assert.True(i.Lower >= 0 && i.Upper <= 1 && i.Lower < i.Upper, $"{i}");
                    Assert.InRange((double)successes / trials, i.Lower, i.Upper);
                    ConfidenceInterval mirrored = ConfidenceInterval.Wilson(trials - successes, trials, confidence);
                    Assert.Equal(1 - i.Upper, mirrored.Lower, 1e-12);
                }
            }
        }
    }

    [Theory]
    [InlineData(0, 0, .95)]
    [InlineData(-1, 5, .95)]
    [InlineData(6, 5, .95)]
    [InlineData(3, 5, 0)]
    [InlineData(3, 5, 1)]
    [InlineData(3, 5, double.NaN)]
    public void Impossible_numbers_are_errors(int successes, int trials, double confidence)
        => Assert.Throws<ArgumentOutOfRangeException>(() => ConfidenceInterval.Wilson(successes, trials, confidence));

    [Theory]
    [InlineData(.5, 0)]
    [InlineData(.975, 1.959963984540054)]
    [InlineData(.995, 2.5758293035489004)]
    [InlineData(.1, -1.2815515655446004)]
    public void Quantiles_are_those_in_the_tables(double probability, double quantile)
    {
        Assert.Equal(quantile, NormalDistribution.Quantile(probability), 1e-12);
        Assert.Equal(probability, NormalDistribution.Cumulative(quantile), 1e-12);
    }
}
