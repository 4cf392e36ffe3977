using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer.Tests.Extraction;

public sealed class FeatureCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(513)]
    public void What_was_added_is_found_now_and_later_bit_by_bit(int length)
    {
        var entries = Entries(20, length);
        using (FeatureCache cache = FeatureCache.Open(_folder["cache"], length))
        {
            AddAll(cache, entries);
            AssertHolds(cache, entries);
        }

        using FeatureCache later = FeatureCache.Open(_folder["cache"], length);
        Assert.Equal(20, later.Count);
        AssertHolds(later, entries);
        Assert.Null(later.Find(ContentHash.Of("another image"u8)));
        Assert.Null(later.Problem);
    }

    [Fact]
    public void Every_float_survives_NaN_and_infinity_included()
    {
        float[] odd = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, float.Epsilon, float.MaxValue];
        ContentHash hash = ContentHash.Of("odd"u8);
        using (FeatureCache cache = FeatureCache.Open(_folder.Path, odd.Length))
            cache.Add(hash, odd);
        using FeatureCache later = FeatureCache.Open(_folder.Path, odd.Length);
        Assert.Equal(odd.Select(BitConverter.SingleToInt32Bits), later.Find(hash)!.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void A_cache_that_is_only_read_writes_no_file()
    {
        using FeatureCache cache = FeatureCache.Open(_folder["cache"], 12);
        Assert.Null(cache.Find(ContentHash.Of("x"u8)));
        Assert.False(Directory.Exists(_folder["cache"]));
    }

    [Fact]
    public void An_entry_is_written_once()
    {
        var entries = Entries(5);
        using FeatureCache cache = FeatureCache.Open(_folder.Path, 12);
        AddAll(cache, entries);
        AddAll(cache, entries);
        Assert.Equal(16 + 5 * (32 + 12 * 4 + 4), new FileInfo(Directory.GetFiles(_folder.Path, $"*{FeatureFile.Extension}").Single()).Length);
    }

    [Fact]
    public void Two_caches_open_on_one_folder_do_not_disturb_each_other_and_a_third_finds_what_both_wrote()
    {
        var entries = Entries(200);
        using (FeatureCache one = FeatureCache.Open(_folder.Path, 12))
        using (FeatureCache two = FeatureCache.Open(_folder.Path, 12))
        {
            // The middle third is added by both.
            Parallel.Invoke(() => AddAll(one, entries[..130]), () => AddAll(two, entries[70..]));
            AssertHolds(one, entries[..130]);
            AssertHolds(two, entries[70..]);
        }

        using FeatureCache three = FeatureCache.Open(_folder.Path, 12);
        Assert.Equal(200, three.Count);
        AssertHolds(three, entries);
    }

    [Fact]
    public void Threads_may_add_and_find_at_once()
    {
        var entries = Entries(300);
        using FeatureCache cache = FeatureCache.Open(_folder.Path, 12);
        Parallel.ForEach(entries, entry =>
        {
            cache.Add(entry.Hash, entry.Features);
            Assert.Equal(entry.Features, cache.Find(entry.Hash));
        });
        AssertHolds(cache, entries);
        Assert.Equal(300, cache.Count);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_a_problem_but_no_error()
    {
        File.WriteAllText(_folder["file"], "in the way");
        var entries = Entries(3);
        foreach (string path in (string[])[_folder["file"], _folder[Path.Combine("file", "below")]])
        {
            using FeatureCache cache = FeatureCache.Open(path, 12);
            AddAll(cache, entries);
            Assert.NotNull(cache.Problem);
            Assert.Null(cache.Find(entries[0].Hash));
        }

        Assert.Equal("in the way", File.ReadAllText(_folder["file"]));
    }

    [Fact]
    public void Entries_of_another_length_are_not_taken_for_ones_of_this()
    {
        var entries = Entries(8);
        using (FeatureCache cache = FeatureCache.Open(_folder.Path, 12))
            AddAll(cache, entries);
        foreach (int length in (int[])[1, 11, 13, 24])
        {
            using FeatureCache other = FeatureCache.Open(_folder.Path, length);
            Assert.Equal(0, other.Count);
            Assert.All(entries, e => Assert.Null(other.Find(e.Hash)));
        }
    }

    [Fact]
    public void Runs_one_after_another_go_on_with_one_file_and_a_torn_entry_at_its_end_is_overwritten()
    {
        var entries = Entries(9);
        for (int run = 0; run < 3; run++)
        {
            using (FeatureCache cache = FeatureCache.Open(_folder.Path, 12))
                AddAll(cache, entries.Skip(3 * run).Take(3));
            string file = Assert.Single(Directory.GetFiles(_folder.Path, $"*{FeatureFile.Extension}"));
            File.AppendAllText(file, "what a killed process had begun to write");
        }

        using FeatureCache later = FeatureCache.Open(_folder.Path, 12);
        Assert.Equal(9, later.Count);
        AssertHolds(later, entries);
    }

    [Fact]
    public void A_file_that_another_cache_writes_is_left_to_it()
    {
        var entries = Entries(4);
        using FeatureCache first = FeatureCache.Open(_folder.Path, 12), second = FeatureCache.Open(_folder.Path, 12);
        first.Add(entries[0].Hash, entries[0].Features);
        second.Add(entries[1].Hash, entries[1].Features);
        first.Add(entries[2].Hash, entries[2].Features);
        second.Add(entries[3].Hash, entries[3].Features);
        Assert.Equal(2, Directory.GetFiles(_folder.Path, $"*{FeatureFile.Extension}").Length);
        using FeatureCache later = FeatureCache.Open(_folder.Path, 12);
        AssertHolds(later, entries);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_disposed_cache_finds_nothing_adds_nothing_and_holds_no_file(int before)
    {
        var entries = Entries(6);
        FeatureCache cache = FeatureCache.Open(_folder["cache"], 12);
        AddAll(cache, entries[..before]);
        cache.Dispose();
        AddAll(cache, entries);
        Assert.All(entries, e => Assert.Null(cache.Find(e.Hash)));
        Assert.Null(cache.Problem);
        cache.Dispose();

        Assert.Equal(before > 0, Directory.Exists(_folder["cache"]));
        AssertNoneHeld();
        using FeatureCache later = FeatureCache.Open(_folder["cache"], 12);
        Assert.Equal(before, later.Count);
    }

    [Fact]
    public async Task A_cache_may_be_disposed_while_threads_add_and_find()
    {
        var entries = Entries(200);
        for (int round = 0; round < 30; round++)
        {
            FeatureCache cache = FeatureCache.Open(_folder["cache"], 12);
            using var start = new Barrier(3);
            // Threads of their own, as each waits for the others.
            Task Run(Action action) => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    action();
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await Task.WhenAll(
                Run(() => AddAll(cache, entries)),
                Run(() => Assert.All(entries, e => Assert.True(cache.Find(e.Hash) is not { } found || found.SequenceEqual(e.Features)))),
                Run(cache.Dispose));
            AssertNoneHeld();
        }
    }

    internal static (ContentHash Hash, float[] Features)[] Entries(int count, int length = 12)
    {
        var random = new Random(count * 1000 + length);
        return [.. Enumerable.Range(0, count).Select(i => (
            ContentHash.Of(BitConverter.GetBytes(i)), Enumerable.Range(0, length).Select(_ => random.NextSingle()).ToArray()))];
    }

    internal static void AddAll(FeatureCache cache, IEnumerable<(ContentHash Hash, float[] Features)> entries)
    {
        foreach ((ContentHash hash, float[] features) in entries)
            cache.Add(hash, features);
    }

    private static void AssertHolds(FeatureCache cache, IEnumerable<(ContentHash Hash, float[] Features)> entries)
        => Assert.All(entries, entry => Assert.Equal(entry.Features, cache.Find(entry.Hash)));

    /// <summary>Nobody has a file of the cache open: the claims, too, can be had alone.</summary>
    private void AssertNoneHeld()
    {
        if (!Directory.Exists(_folder["cache"]))
            return;
        foreach (string path in Directory.GetFiles(_folder["cache"]))
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
    }

    public void Dispose() => _folder.Dispose();
}
