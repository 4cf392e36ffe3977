using MLTransfer.Benchmarks;
using MLTransfer.Benchmarks.Contestants;
using MLTransfer.Benchmarks.Table;

namespace MLTransfer.Tests.Benchmarks;

public class RatioTableTests
{
    private static readonly Standing[] Standings =
    [
        Standing("limit a", ContestantRole.Limit, Precision.Float32, 40),
        Standing("limit b", ContestantRole.Limit, Precision.Float32, 50),
        Standing("limit c", ContestantRole.Limit, Precision.Int8, 200),
        Standing("own", ContestantRole.Library, Precision.Float32, 45, 40, 47),
        Standing("own int8", ContestantRole.Library, Precision.Int8, 160),
        // Two cores busy: 400 images a second are 1/200 core-second an image.
        Standing("decoding", ContestantRole.Decoding, Precision.Float32, 400),
        Standing("peer", ContestantRole.Peer, Precision.Float32, 30),
    ];

    [Fact]
    public void Each_arithmetic_is_held_against_its_own_limit_and_every_peer()
    {
        var text = new StringWriter { NewLine = "\n" };
        RaceTable.Write(text, Standings);
        Assert.Contains("| own | 45.0 | 40.0 | 47.0 | 45.0 | 0.90 |", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("| own int8 | 160.0 | 160.0 | 0.80 |", text.ToString(), StringComparison.Ordinal);
        string ratios = new RatioTable(Standings, images: 400, threads: 2).Ratios();
        Assert.Contains("| own | 1.50 |", ratios, StringComparison.Ordinal);
        Assert.Contains("| own int8 | 5.33 |", ratios, StringComparison.Ordinal);
    }

    [Fact]
    public void Decoding_is_added_to_the_time_of_the_network()
    {
        string arithmetic = new RatioTable(Standings, images: 400, threads: 2).Arithmetic();
        // 400 / 200 + 400 / 200 / 2 = 3 s, and 400 / 160 = 2.5 s measured.
        Assert.Contains("own int8: 400 images / 200.0 images/s = 2.00 s", arithmetic, StringComparison.Ordinal);
        Assert.Contains("2.00 core-seconds of decoding / 2 = 1.00 s, together 3.00 s;", arithmetic, StringComparison.Ordinal);
        Assert.Contains("measured 2.50 s, which is 1.20 of that speed", arithmetic, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_peers_there_is_no_table_of_ratios()
        => Assert.Empty(new RatioTable(Standings[..6], images: 400, threads: 2).Ratios());

    [Theory]
    [InlineData(new[] { 3.0, 1, 2 }, 2)]
    [InlineData(new[] { 4.0, 1, 2, 3 }, 2.5)]
    [InlineData(new[] { 7.0 }, 7)]
    public void Median_is_the_middle(double[] values, double expected) => Assert.Equal(expected, Median.Of(values));

    [Fact]
    public void There_is_no_median_of_nothing() => Assert.Throws<ArgumentException>(() => Median.Of([]));

    private static Standing Standing(string name, ContestantRole role, Precision precision, params double[] speeds)
    {
        var standing = new Standing(name, role, precision);
        standing.Rounds.AddRange(speeds.Select(s => new Measurement(s, 2, 0)));
        return standing;
    }
}
