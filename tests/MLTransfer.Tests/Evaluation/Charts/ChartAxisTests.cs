using MLTransfer.Evaluation;

namespace MLTransfer.Tests.Evaluation;

public class ChartAxisTests
{
    [Theory]
    [InlineData(new[] { .12, .93 }, new[] { "0.0", "0.2", "0.4", "0.6", "0.8", "1.0" })]
    [InlineData(new[] { 91.5, 98.1 }, new[] { "90", "92", "94", "96", "98", "100" })]
    [InlineData(new[] { .0021, .0034 }, new[] { "0.0020", "0.0025", "0.0030", "0.0035" })]
    [InlineData(new[] { 2.0 }, new[] { "1.0", "1.5", "2.0", "2.5", "3.0" })]
    [InlineData(new[] { 0, 2e7 }, new[] { "0E0", "5E6", "1E7", "1.5E7", "2E7" })]
    [InlineData(new[] { double.NaN }, new[] { "-0.6", "-0.4", "-0.2", "0.0", "0.2", "0.4", "0.6" })]
    public void Numbers_are_round_and_enclose_the_values(double[] values, string[] labels)
    {
        ChartAxis axis = ChartAxis.Around(values);
        Assert.Equal(labels, axis.Ticks.Select(axis.Label));
        Assert.Equal(0, axis.PositionOf(axis.Ticks[0]), 1e-9);
        Assert.Equal(1, axis.PositionOf(axis.Ticks[^1]), 1e-9);
        Assert.All(values.Where(double.IsFinite), v => Assert.InRange(axis.PositionOf(v), 0, 1));
    }

    [Fact]
    public void What_no_value_can_exceed_ends_the_axis()
    {
        ChartAxis axis = ChartAxis.Around([100, 100], most: 100);
        Assert.Equal(["50", "60", "70", "80", "90", "100"], axis.Ticks.Select(axis.Label));
        Assert.Equal(1, axis.PositionOf(100), 1e-9);
    }

    [Theory]
    [InlineData(1, 5, new[] { "1", "2", "3", "4", "5" })]
    [InlineData(1, 2, new[] { "1", "2" })]
    [InlineData(1, 30, new[] { "10", "20", "30" })]
    [InlineData(4, 4, new[] { "2", "3", "4", "5", "6" })]
    public void Epochs_are_whole_numbers_from_the_first_to_the_last(int first, int last, string[] labels)
    {
        ChartAxis axis = ChartAxis.Counting([first, last]);
        Assert.Equal(labels, axis.Ticks.Select(axis.Label));
        Assert.Equal(first == last ? .5 : 0, axis.PositionOf(first), 1e-9);
    }

    [Fact]
    public void Any_range_has_a_few_numbers_that_differ()
    {
        var random = new Random(1);
        for (int i = 0; i < 500; i++)
        {
            double low = (random.NextDouble() - .3) * Math.Pow(10, random.Next(-6, 7));
            double high = low + random.NextDouble() * Math.Pow(10, random.Next(-6, 7));
            ChartAxis axis = ChartAxis.Around([low, high]);
            Assert.InRange(axis.Ticks.Count, 2, 8);
            Assert.Distinct(axis.Ticks.Select(axis.Label));
        }
    }
}
