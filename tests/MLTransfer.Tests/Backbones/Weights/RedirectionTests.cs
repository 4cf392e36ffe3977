using System.Net;

namespace MLTransfer.Tests.Backbones.Weights;

/// <summary>Where downloads may come from.</summary>
public sealed class RedirectionTests
{
    private static readonly byte[] Published = TinyStore.Content();

    [Theory]
    [InlineData("301")]
    [InlineData("302")]
    [InlineData("303")]
    [InlineData("307")]
    [InlineData("308")]
    public void A_redirection_is_followed(string status)
    {
        using var elsewhere = new FileServer(Answers.Good(Published));
        using var store = new TinyStore(
            Answers.Error(status, "Location: ../other/place"), Answers.Error(status, $"Location: {elsewhere.Root}there"));
        store.FindsIt();
        Assert.Equal(["/files/tiny.h5", "/other/place"], store.Server.Asks.Select(a => a.Target));
        Assert.Equal("/there", Assert.Single(elsewhere.Asks).Target);
        Assert.Empty(store.Pauses);
    }

    [Fact]
    public void A_download_is_continued_behind_a_redirection()
    {
        using var elsewhere = new FileServer(Answers.Good(Published, most: 100_000), Answers.Good(Published));
        using var store = new TinyStore(Answers.Error("302", $"Location: {elsewhere.Root}there"));
        store.FindsIt();
        Assert.Equal(Answers.Tag, elsewhere.Asks[1].IfRange);
        Assert.InRange(elsewhere.Asks[1].From ?? 0, 1, 100_000);
    }

    [Theory]
    [InlineData("http://example.org/tiny.h5")]
    [InlineData("ftp://127.0.0.1/tiny.h5")]
    [InlineData("file:///etc/hostname")]
    public void A_redirection_to_where_others_can_listen_is_refused(string location)
    {
        using var store = new TinyStore(Answers.Error("302", $"Location: {location}"));
        string message = store.Fail().Message;
        Assert.Contains("not https", message, StringComparison.Ordinal);
        Assert.Contains(location, message, StringComparison.Ordinal);
        Assert.Single(store.Server.Asks);
    }

    [Fact]
    public void A_server_elsewhere_has_no_business_on_this_machine()
    {
        using var store = new TinyStore();
        using var handler = new Handler(request => new HttpResponseMessage(HttpStatusCode.Found)
        {
            RequestMessage = request,
            Headers = { Location = store.File.Address },
        });
        var file = store.File with { Address = new Uri("https://example.org/tiny.h5") };
        Assert.Contains("not https", store.Fail(o => o with { Handler = handler }, file).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Redirections_without_end_are_refused()
    {
        using var store = new TinyStore(Answers.Error("302", "Location: tiny.h5"));
        Assert.Contains("more than 10 times", store.Fail().Message, StringComparison.Ordinal);
        Assert.Equal(11, store.Server.Asks.Length);
    }

    [Fact]
    public void A_redirection_to_nowhere_is_an_error()
    {
        using var store = new TinyStore(Answers.Error("302"));
        Assert.Contains(" 302 ", store.Fail().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_where_others_can_listen_is_refused_without_a_request()
    {
        using var store = new TinyStore();
        using var handler = new Handler(_ => throw new InvalidOperationException("There must be no request."));
        var file = store.File with { Address = new Uri("http://example.org/tiny.h5") };
        Assert.Contains("not https", store.Fail(o => o with { Handler = handler }, file).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_handler_that_follows_redirections_itself_is_found_out()
    {
        using var store = new TinyStore();
        using var handler = new Handler(request => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(Published),
            RequestMessage = new HttpRequestMessage(HttpMethod.Get, "http://example.org/tiny.h5"),
        });
        Assert.Contains("not https", store.Fail(o => o with { Handler = handler }).Message, StringComparison.Ordinal);
        Assert.Empty(store.Files());
    }

    [Fact]
    public void A_handler_of_the_users_sends_the_requests_and_is_not_disposed_of()
    {
        using var store = new TinyStore();
        using var handler = new Handler(request => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(Published),
            RequestMessage = request,
        });
        store.FindsIt(o => o with { Handler = handler });
        Assert.False(handler.IsDisposed);
        Assert.Empty(store.Server.Asks);
    }

    private sealed class Handler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        public bool IsDisposed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => Task.FromResult(answer(request));

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
