using MLTransfer.Benchmarks.Jobs;
using MLTransfer.Benchmarks.Peers;

namespace MLTransfer.Tests.Benchmarks;

public class JobTableTests
{
    private const string Fallback = "The frozen part stays in float32: there are too few images.";

    [Fact]
    public void The_accuracy_and_a_fallback_are_read_from_what_the_job_prints()
    {
        string[] printed =
            ["validation accuracy: 0.9000 of 10 photos, log loss 0.3", "test accuracy: 0.9810 of 1000 photos, log loss 0.0512", Fallback];
        JobMeasurement job = LibraryJob.Read(new ChildProcess(printed, 31.5, null));
        Assert.Equal(new JobMeasurement(31.5, .981, null, Fallback), job);
        Assert.Throws<PeerException>(() => LibraryJob.Read(new ChildProcess(["test accuracy: none"], 1, null)));
    }

    [Fact]
    public void Ratios_are_of_medians_without_contended_rounds()
    {
        JobStanding own = Standing("mltransfer", (10, 0), (12, 0), (99, .5)), peer = Standing("PyTorch", (110, .05), (220, .3), (330, .3));
        Assert.Equal(11, own.MedianSeconds);
        string[] rows = Write(own, peer);
        Assert.Equal("| mltransfer | 10.0 | 12.0 | 99.0\\* | 11.0 | 10.0 | 0.9000 |", rows[2]);
        Assert.Equal("| PyTorch | 110.0 | 220.0\\* | 330.0\\* | 110.0 | 1.00 | 0.9000 |", rows[3]);
    }

    [Fact]
    public void A_ratio_to_a_peer_that_was_always_disturbed_is_marked()
        => Assert.Contains("| 10.0\\* |", Write(Standing("mltransfer", (10, 0)), Standing("PyTorch", (100, 1)))[2], StringComparison.Ordinal);

    [Fact]
    public void Without_the_peer_there_are_no_ratios()
    {
        string[] rows = Write(Standing("mltransfer", (10, 0)));
        Assert.Equal("| mltransfer | 10.0 | 10.0 | 0.9000 |", rows[2]);
        Assert.Equal(rows[2].Count(c => c == '|'), rows[1].Count(c => c == '|'));
    }

    private static JobStanding Standing(string name, params (double Seconds, double Others)[] rounds)
    {
        var standing = new JobStanding(name);
        standing.Rounds.AddRange(rounds.Select(r => new JobMeasurement(r.Seconds, .9, r.Others)));
        return standing;
    }

    private static string[] Write(params JobStanding[] standings)
    {
        var text = new StringWriter { NewLine = "\n" };
        JobTable.Write(text, standings, "PyTorch");
        return text.ToString().Split('\n');
    }
}
