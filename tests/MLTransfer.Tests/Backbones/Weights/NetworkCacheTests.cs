namespace MLTransfer.Tests.Backbones.Weights;

public sealed class NetworkCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _network = TinyStore.Content(bytes: 1000);
    private readonly WeightStore _store;

    public NetworkCacheTests() => _store = new WeightStore(new WeightStoreOptions { Folder = _folder.Path });

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_network_is_found_under_its_key_only()
    {
        Assert.Null(_store.CachedNetwork("a1"));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        string path = _store.SaveNetwork("a1", _network)!;
        Assert.Equal(_folder["networks"], Path.GetDirectoryName(path));
        Assert.Equal(path, _store.CachedNetwork("a1"));
        Assert.Equal(_network, File.ReadAllBytes(path));
        Assert.Null(_store.CachedNetwork("a"));
        Assert.Null(_store.CachedNetwork("a12"));
    }

    [Fact]
    public void A_damaged_network_does_not_count_and_is_made_anew()
    {
        string path = _store.SaveNetwork("a1", _network)!;
        byte[] damaged = [.. _network];
        damaged[500] ^= 1;
        foreach (byte[] content in (byte[][])[damaged, _network[1..], []])
        {
            File.WriteAllBytes(path, content);
            Assert.Null(_store.CachedNetwork("a1"));
            Assert.Equal(path, _store.SaveNetwork("a1", _network));
            Assert.Equal(path, _store.CachedNetwork("a1"));
        }

        Assert.Equal([path], Directory.GetFiles(_folder["networks"]));
    }

    [Fact]
    public void A_network_replaces_the_one_before()
    {
        string before = _store.SaveNetwork("a1", [1])!, other = _store.SaveNetwork("b2", [3])!;
        string after = _store.SaveNetwork("a1", [2])!;
        Assert.NotEqual(before, after);
        Assert.Equal([after, other], Directory.GetFiles(_folder["networks"]).Order());
        Assert.Equal(after, _store.CachedNetwork("a1"));
    }

    [Fact]
    public void Where_it_cannot_be_kept_it_is_just_not_there()
    {
        File.WriteAllText(_folder["networks"], "");
        Assert.Null(_store.SaveNetwork("a1", _network));
        Assert.Null(_store.CachedNetwork("a1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../a")]
    [InlineData("a*")]
    public void A_key_cannot_lead_elsewhere(string key)
    {
        Assert.Throws<ArgumentException>(() => _store.CachedNetwork(key));
        Assert.Throws<ArgumentException>(() => _store.SaveNetwork(key, _network));
    }
}
