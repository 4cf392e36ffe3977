using MLTransfer.Benchmarks.Peers;
using MLTransfer.Benchmarks.Table;

namespace MLTransfer.Tests.Benchmarks;

public class TableOptionsTests
{
    [Fact]
    public void Parts_and_options_may_come_in_any_order()
    {
        using var folder = new TemporaryFolder();
        TableOptions options = TableOptions.Parse(["extraction", "--data", folder.Path, "jobs", "--images", "40", "--rounds", "2"]);
        Assert.Equal(["extraction", "jobs"], options.Parts);
        Assert.Equal([folder.Path], options.Folders);
        Assert.Equal((40, 2), (options.Images, options.Rounds));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("--nonsense", "1")]
    [InlineData("--data")]
    [InlineData("--data", "no such folder")]
    [InlineData("--images", "none")]
    public void What_is_wrong_is_refused(params string[] arguments)
        => Assert.Contains(arguments[0], Assert.Throws<ArgumentException>(() => TableOptions.Parse(arguments)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_peer_that_is_not_there_is_told_apart()
    {
        using var folder = new TemporaryFolder();
        TableOptions options = new() { Shared = folder.Path, Python = folder["no-python"] };
        Assert.Contains("--peer", Assert.Throws<PeerException>(options.FindTorch).Message, StringComparison.Ordinal);
        File.WriteAllText(folder["peer.py"], "");
        options = options with { Peer = folder["peer.py"] };
        Assert.Contains("--python", Assert.Throws<PeerException>(options.FindTorch).Message, StringComparison.Ordinal);
    }
}
