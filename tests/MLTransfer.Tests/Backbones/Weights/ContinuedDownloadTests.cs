namespace MLTransfer.Tests.Backbones.Weights;

/// <summary>Downloads that break off and are continued, also by servers that do that badly.</summary>
public sealed class ContinuedDownloadTests
{
    private static readonly byte[] Published = TinyStore.Content();
    private static readonly byte[] Older = TinyStore.Content(seed: 2);

    [Fact]
    public void A_broken_download_goes_on_where_it_was()
    {
        using var store = new TinyStore(
            Answers.Good(Published, most: 100_000), Answers.Good(Published, most: 50_000), Answers.Good(Published));
        store.FindsIt();
        // Of what was sent last before a connection breaks, the end may be lost.
        int?[] from = [.. store.Server.Asks.Select(a => a.From)];
        Assert.Equal(3, from.Length);
        Assert.Null(from[0]);
        Assert.InRange(from[1]!.Value, 1, 100_000);
        Assert.InRange(from[2]!.Value, from[1]!.Value + 1, from[1]!.Value + 50_000);
        Assert.Equal([null, Answers.Tag, Answers.Tag], store.Server.Asks.Select(a => a.IfRange));
    }

    [Fact]
    public void A_cancelled_download_is_continued_next_time()
    {
        using var store = new TinyStore(Answers.Good(Published, most: 100_000, stalls: true), Answers.Good(Published));
        using var cancel = new CancellationTokenSource();
        CancellationToken whenThere = StopWhenThere(store, cancel);
        Assert.ThrowsAny<OperationCanceledException>(() => store.FindUntil(whenThere));
        Assert.False(File.Exists(store.Path));
        store.FindsIt();
        Assert.InRange(store.Server.Asks[^1].From ?? 0, 1, 100_000);
    }

    [Fact]
    public void A_server_that_does_not_continue_sends_all_again()
    {
        using var store = new TinyStore(Answers.Good(Published, most: 100_000), Answers.Whole(Published));
        store.FindsIt();
        Assert.NotNull(store.Server.Asks[1].From);
    }

    [Fact]
    public void A_file_that_changed_meanwhile_comes_anew()
    {
        using var store = new TinyStore(Answers.Good(Older, "\"v0\"", most: 100_000), Answers.Good(Published));
        store.FindsIt();
        Assert.Equal("\"v0\"", store.Server.Asks[1].IfRange);
        Assert.Equal(2, store.Server.Asks.Length);
    }

    [Fact]
    public void The_rest_of_another_version_is_not_appended()
    {
        using var store = new TinyStore(
            Answers.Good(Older, "\"v0\"", most: 100_000),
            (ask, connection, stopped) => Answers.Good(Published)(new(ask.Target, Without(ask, "If-Range")), connection, stopped),
            Answers.Good(Published));
        // Where there is no hash to find it out.
        Assert.Equal(Published, File.ReadAllBytes(store.Find(file: store.File with { Md5 = null })));
        Assert.Equal([true, false, true], store.Server.Asks.Select(a => a.From is null));
    }

    [Fact]
    public void The_rest_from_a_wrong_place_is_not_appended()
    {
        using var store = new TinyStore(
            Answers.Good(Published, most: 100_000),
            Answers.Always("206", "Content-Range: bytes 5-299999/300000|Content-Length: 299995", Published[5..]),
            Answers.Good(Published));
        store.FindsIt();
        Assert.Equal([true, false, true], store.Server.Asks.Select(a => a.From is null));
    }

    [Fact]
    public void A_rest_that_is_of_another_file_unseen_is_found_out_by_the_hash_and_all_comes_anew()
    {
        using var store = new TinyStore(Answers.Good(Older, most: 100_000), Answers.Good(Published), Answers.Good(Published));
        store.FindsIt();
        Assert.Equal([true, false, true], store.Server.Asks.Select(a => a.From is null));
    }

    [Fact]
    public void A_refused_range_is_asked_for_no_more()
    {
        using var store = new TinyStore(Answers.Good(Published, most: 100_000), Answers.Error("416"), Answers.Good(Published));
        store.FindsIt();
        Assert.Equal([true, false, true], store.Server.Asks.Select(a => a.From is null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("W/\"v1\"")]
    public void Without_a_way_to_name_the_version_all_comes_anew(string tag)
    {
        using var store = new TinyStore(Answers.Good(Published, tag, most: 100_000), Answers.Good(Published, tag));
        store.FindsIt();
        Assert.Equal([null, null], store.Server.Asks.Select(a => a.From));
    }

    [Fact]
    public void The_time_of_the_last_change_names_a_version_as_well()
    {
        const string Time = "Tue, 01 Nov 2022 10:00:00 GMT";
        using var store = new TinyStore(
            Answers.Always("200", $"Last-Modified: {Time}|Content-Length: 300000", Published[..1000]),
            (ask, connection, stopped) => Answers.Good(Published)(new(ask.Target, Without(ask, "If-Range")), connection, stopped));
        store.FindsIt();
        Assert.Equal(Time, store.Server.Asks[1].IfRange);
        Assert.InRange(store.Server.Asks[1].From ?? 0, 1, 1000);
    }

    [Fact]
    public void An_attempt_that_brings_much_begins_the_count_anew()
    {
        byte[] large = TinyStore.Content(bytes: 6_500_000);
        using var store = new TinyStore(large, [.. Enumerable.Repeat(Answers.Good(large, most: 1_300_000), 5), Answers.Good(large)]);
        store.FindsIt(o => o with { MaxAttempts = 2 });
        Assert.InRange(store.Server.Asks.Length, 5, 6);
    }

    [Fact]
    public void Attempts_that_bring_little_are_counted()
    {
        using var store = new TinyStore(Answers.Good(Published, most: 1000));
        store.Fail(o => o with { MaxAttempts = 4 });
        Assert.Equal(4, store.Server.Asks.Length);
        Assert.All(store.Files(), f => Assert.StartsWith(store.Part, f, StringComparison.Ordinal));
    }

    [Fact]
    public void A_part_that_is_whole_is_checked_and_used_without_a_request()
    {
        using var store = new TinyStore();
        PutPart(store, Published, store.File.Address);
        store.FindsIt();
        Assert.Empty(store.Server.Asks);
    }

    [Fact]
    public void A_part_that_is_damaged_comes_anew()
    {
        using var store = new TinyStore();
        PutPart(store, Older, store.File.Address);
        store.FindsIt();
        Assert.Null(Assert.Single(store.Server.Asks).From);
    }

    [Fact]
    public void A_part_from_another_address_is_not_continued()
    {
        using var store = new TinyStore();
        PutPart(store, Published[..1000], new Uri("https://example.org/tiny.h5"));
        store.FindsIt();
        Assert.Null(Assert.Single(store.Server.Asks).From);
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://127.0.0.1/\n\"v")]
    public void A_part_of_unknown_origin_is_not_continued(string origin)
    {
        using var store = new TinyStore();
        PutPart(store, Published[..1000], store.File.Address);
        File.WriteAllText($"{store.Part}.origin", origin);
        store.FindsIt();
        Assert.Null(Assert.Single(store.Server.Asks).From);
    }

    private static void PutPart(TinyStore store, byte[] content, Uri address)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(store.Part)!);
        File.WriteAllBytes(store.Part, content);
        File.WriteAllLines($"{store.Part}.origin", [address.AbsoluteUri, Answers.Tag]);
    }

    private static Dictionary<string, string> Without(FileServer.Ask ask, string header)
        => ask.Headers.Where(h => h.Key != header).ToDictionary(h => h.Key, h => h.Value);

    /// <summary>A token that is cancelled when some of the file is on the disk.</summary>
    private static CancellationToken StopWhenThere(TinyStore store, CancellationTokenSource cancel)
    {
        var watch = new Thread(() =>
        {
            SpinWait.SpinUntil(() => File.Exists(store.Part) && new FileInfo(store.Part).Length > 0);
            cancel.Cancel();
        })
        {
            IsBackground = true,
        };
        watch.Start();
        return cancel.Token;
    }
}
