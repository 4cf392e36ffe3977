using MLTransfer.Benchmarks.Accuracy;

namespace MLTransfer.Tests.Benchmarks;

public class AccuracyTableTests
{
    [Fact]
    public void Rows_are_seeds_and_their_mean_with_its_error()
    {
        SplitAccuracy[] splits =
        [
            new(1, 100, .90, .91, null), new(1, 100, .92, .91, null),
            new(2, 100, .80, .81, "The frozen part stays in float32: because."), new(2, 100, .80, .83, null),
        ];
        string text = Write(("Net", splits));
        Assert.Contains("| Net | 1 | 91.00 % | 91.00 % | 0.00 | int8 |", text, StringComparison.Ordinal);
        Assert.Contains("| Net | 2 | 80.00 % | 82.00 % | +2.00 | fell back to float32 in 1 of 2 splits |", text, StringComparison.Ordinal);
        // Gains of 1, -1, 1 and 3: a variance of 8/3 over 4 splits.
        Assert.Contains("| Net | **mean** | 85.50 % | 86.50 % | +1.00 ± 0.82 |", text, StringComparison.Ordinal);
        Assert.Contains("\nNet, seed 2: The frozen part stays in float32: because.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_always_fell_back_says_so()
        => Assert.Contains("| -1.00 | fell back to float32 |", Write(("Net", [new(1, 100, .9, .89, "why")])), StringComparison.Ordinal);

    [Theory]
    [InlineData(4000, .25, 1)]
    [InlineData(398, .5, 5)]
    [InlineData(200, .5, 5)]
    [InlineData(1000, .5, 2)]
    public void Few_photos_are_split_several_times(int photos, double test, int repeats)
        => Assert.Equal(new AccuracyPlan(test, repeats), AccuracyPlan.For(photos));

    private static string Write(params (string, IReadOnlyList<SplitAccuracy>)[] networks)
    {
        var text = new StringWriter { NewLine = "\n" };
        AccuracyTable.Write(text, networks);
        return text.ToString();
    }
}
