using System.Net;
using System.Text;

namespace MLTransfer.Tests.Backbones.Weights;

/// <summary>Downloads from servers that fail, and from some that lie.</summary>
public sealed class WeightDownloadTests
{
    private static readonly byte[] Published = TinyStore.Content();
    private static readonly byte[] Other = TinyStore.Content(seed: 2);

    [Fact]
    public void A_file_is_downloaded_once_and_then_found()
    {
        using var store = new TinyStore();
        _ = new WeightStore(store.Options);
        Assert.Empty(Directory.GetFileSystemEntries(store.Folder.Path));
        store.FindsIt();
        store.FindsIt();
        FileServer.Ask ask = Assert.Single(store.Server.Asks);
        Assert.Equal("/files/tiny.h5", ask.Target);
        Assert.Equal("identity", ask.Headers["Accept-Encoding"]);
        Assert.StartsWith("MLTransfer/", ask.Headers["User-Agent"], StringComparison.Ordinal);
        Assert.Null(ask.From);
        Assert.Empty(store.Pauses);
    }

    [Fact]
    public void Progress_ends_at_the_published_size()
    {
        using var store = new TinyStore();
        store.FindsIt();
        Assert.All(store.Reports, r => Assert.Equal(("tiny.h5", (long?)Published.Length), (r.FileName, r.Total)));
        Assert.Equal(store.Reports.OrderBy(r => r.Bytes), store.Reports);
        Assert.Equal(Published.Length, store.Reports[^1].Bytes);
        Assert.InRange(store.Reports[^1].BytesPerSecond, 1, double.MaxValue);
    }

    [Theory]
    [InlineData("500")]
    [InlineData("502")]
    [InlineData("503")]
    [InlineData("408")]
    [InlineData("429")]
    public void An_error_that_passes_is_waited_for(string status)
    {
        using var store = new TinyStore(Answers.Error(status), Answers.Error(status), Answers.Good(Published));
        store.FindsIt();
        Assert.Equal(3, store.Server.Asks.Length);
        Assert.Equal(2, store.Pauses.Count);
    }

    [Theory]
    [InlineData("404")]
    [InlineData("403")]
    [InlineData("304")]
    public void An_error_that_stays_is_raised_at_once(string status)
    {
        using var store = new TinyStore(Answers.Error(status));
        Assert.Contains($" {status} ", store.Fail().Message, StringComparison.Ordinal);
        Assert.Single(store.Server.Asks);
        Assert.Empty(store.Files());
    }

    [Fact]
    public void A_server_that_stays_down_is_given_up_after_so_many_attempts()
    {
        using var store = new TinyStore(Answers.Error("503"));
        Assert.Contains("3 attempts", store.Fail(o => o with { MaxAttempts = 3 }).Message, StringComparison.Ordinal);
        Assert.Equal(3, store.Server.Asks.Length);
        Assert.Empty(store.Files());
    }

    [Fact]
    public void Pauses_double_up_to_the_longest_and_are_shortened_by_chance()
    {
        using var store = new TinyStore(Answers.Error("503"));
        store.Fail(o => o with { MaxAttempts = 9, FirstDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(20) });
        double[] whole = [1, 2, 4, 8, 16, 20, 20, 20];
        Assert.Equal(whole.Length, store.Pauses.Count);
        Assert.All(store.Pauses.Zip(whole), p => Assert.InRange(p.First.TotalSeconds, p.Second / 2, p.Second));
        Assert.Equal(store.Pauses.Count, store.Pauses.Zip(whole, (pause, of) => pause / of).Distinct().Count());
    }

    [Fact]
    public void A_server_that_says_when_to_come_again_is_obeyed()
    {
        using var store = new TinyStore(Answers.Error("503", "Retry-After: 7"), Answers.Good(Published));
        store.FindsIt();
        Assert.Equal([TimeSpan.FromSeconds(7)], store.Pauses);
    }

    [Fact]
    public void A_server_that_wants_to_be_left_alone_for_long_is_given_up()
    {
        using var store = new TinyStore(Answers.Error("429", "Retry-After: 3600"), Answers.Good(Published));
        Assert.Contains("in 3,600 s", store.Fail().Message, StringComparison.Ordinal);
        Assert.Single(store.Server.Asks);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public void A_server_that_stalls_is_asked_again(int after)
    {
        using var store = new TinyStore(Answers.Good(Published, most: after, stalls: true), Answers.Good(Published));
        // On a busy machine a good answer may look like a stall as well.
        store.FindsIt(o => o with { StallTimeout = TimeSpan.FromMilliseconds(50), MaxAttempts = 1000 });
        Assert.InRange(store.Server.Asks.Length, 2, int.MaxValue);
    }

    [Fact]
    public void A_server_that_only_stalls_is_given_up()
    {
        using var store = new TinyStore((_, _, stopped) => stopped.WaitOne());
        string message = store.Fail(o => o with { StallTimeout = TimeSpan.FromMilliseconds(20), MaxAttempts = 2 }).Message;
        Assert.Contains("sent nothing for 0.02 s", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_nobody_listens_on_is_an_error()
    {
        using var store = new TinyStore();
        store.Server.Dispose();
        Assert.Contains("the connection failed", store.Fail(o => o with { MaxAttempts = 2 }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_content_is_never_used()
    {
        using var store = new TinyStore(Answers.Good(Other));
        string message = store.Fail().Message;
        Assert.Contains(TinyStore.Md5Of(Other), message, StringComparison.Ordinal);
        Assert.Contains(TinyStore.Md5Of(Published), message, StringComparison.Ordinal);
        // What came in one piece would come the same again.
        Assert.Single(store.Server.Asks);
        Assert.Empty(store.Files());
    }

    [Theory]
    [InlineData(299_999)]
    [InlineData(300_001)]
    [InlineData(0)]
    public void Another_length_is_refused_before_anything_is_read(int length)
    {
        using var store = new TinyStore(Answers.Whole(new byte[length]));
        Assert.Contains($"{length:N0} bytes", store.Fail().Message, StringComparison.Ordinal);
        Assert.Empty(store.Reports);
        Assert.Empty(store.Files());
    }

    [Fact]
    public void A_server_that_sends_without_end_is_stopped_at_the_published_size()
    {
        using var store = new TinyStore((_, connection, _) =>
        {
            connection.Write("HTTP/1.1 200 Fine\r\nConnection: close\r\n\r\n"u8);
            while (true)
                connection.Write(Published);
        });
        Assert.Contains("more bytes than it may", store.Fail().Message, StringComparison.Ordinal);
        Assert.Single(store.Server.Asks);
        Assert.Empty(store.Files());
    }

    [Fact]
    public void A_file_of_unknown_size_may_have_only_so_many_bytes()
    {
        using var store = new TinyStore(Answers.Whole(Published));
        var file = store.File with { Bytes = 0 };
        Assert.Contains("MaxBytes is 299,999", store.Fail(o => o with { MaxBytes = 299_999 }, file).Message, StringComparison.Ordinal);
        Assert.Equal(store.Path, store.Find(o => o with { MaxBytes = 300_000 }, file));
        Assert.Equal(Published.Length, store.Reports[^1].Total);
    }

    [Fact]
    public void An_end_too_early_without_a_stated_length_is_no_end()
    {
        using var store = new TinyStore(Answers.Always("200", body: Published[..1000]), Answers.Good(Published));
        store.FindsIt();
        Assert.Equal(2, store.Server.Asks.Length);
    }

    [Fact]
    public void A_compressed_answer_is_refused_as_it_was_not_asked_for()
    {
        using var store = new TinyStore(Answers.Whole(Published, "Content-Encoding: gzip"));
        Assert.Contains("gzip", store.Fail().Message, StringComparison.Ordinal);
        Assert.Empty(store.Files());
    }

    [Fact]
    public void Nonsense_instead_of_an_answer_is_a_failed_attempt()
    {
        using var store = new TinyStore((_, connection, _) => connection.Write(Encoding.ASCII.GetBytes("SSH-2.0\r\n\r\n")), Answers.Good(Published));
        store.FindsIt();
        Assert.Equal(2, store.Server.Asks.Length);
    }

    [Fact]
    public void A_proxy_of_the_users_is_asked()
    {
        using var store = new TinyStore();
        using var proxy = new FileServer(Answers.Good(Published));
        store.FindsIt(o => o with { Proxy = new FixedProxy(new Uri(proxy.Root)) });
        Assert.Equal(store.File.Address.ToString(), Assert.Single(proxy.Asks).Target);
        Assert.Empty(store.Server.Asks);
    }

    private sealed class FixedProxy(Uri address) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri GetProxy(Uri destination) => address;

        public bool IsBypassed(Uri host) => false;
    }
}
