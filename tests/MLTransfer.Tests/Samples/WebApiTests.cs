using System.Net;
using System.Net.Sockets;
using System.Text;
using SkiaSharp;

namespace MLTransfer.Tests.Samples;

public class WebApiTests(WebApiServer server) : IClassFixture<WebApiServer>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private byte[] Photo => server.Photos[0];

    [Fact]
    public async Task A_photo_as_the_body_is_predicted_as_the_library_does()
        => await server.AssertPredictionAsync(Photo, await server.SendAsync("predict", Photo));

    [Fact]
    public async Task A_body_of_unknown_length_is_read_to_its_end()
    {
        using var content = new StreamContent(new Unseekable(Photo)) { Headers = { { "Content-Type", "image/png" } } };
        await server.AssertPredictionAsync(Photo, await server.Http.PostAsync("predict", content, Stop));
        using var endless = new StreamContent(new Unseekable(new byte[WebApiServer.MaxBytes + 1])) { Headers = { { "Content-Type", "image/png" } } };
        await WebApiServer.AssertProblemAsync(await server.Http.PostAsync("predict", endless, Stop), 413, "200,000 bytes");
    }

    [Theory]
    [InlineData("name=photo; filename=photo.png")]
    [InlineData("name=\"photo\"; filename=\"a \\\"quoted\\\" name.png\"")]
    [InlineData("name=\"photo\"; filename=\"🐟 <b>&amp; 'x'.png\"")]
    [InlineData("name=\"photo\"; filename=\"../../etc/passwd\"")]
    [InlineData("name=\"photo\"; filename=\"a%0D%0Ab.png\"; filename*=UTF-8''a%0D%0Ab%00%F0%9F%90%9F.png")]
    public async Task A_photo_in_a_form_is_predicted_whatever_its_name(string disposition)
        => await server.AssertPredictionAsync(Photo, await server.SendFormAsync(disposition, Photo));

    [Fact]
    public async Task A_name_with_a_line_break_is_answered_well_or_refused()
    {
        using HttpResponseMessage response = await server.SendFormAsync("name=\"photo\"; filename=\"a\nb.png\"", Photo);
        if (response.StatusCode == HttpStatusCode.OK)
            await server.AssertPredictionAsync(Photo, response);
        else
            await WebApiServer.AssertProblemAsync(response, 400, "form");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?label=grid")]
    public async Task The_heat_map_is_a_picture_of_the_photo(string query)
    {
        using HttpResponseMessage response = await server.SendAsync($"explain{query}", Photo);
        Assert.Equal((HttpStatusCode.OK, "image/png"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        byte[] png = await response.Content.ReadAsByteArrayAsync(Stop);
        using SKCodec codec = SKCodec.Create(new MemoryStream(png));
        using SKBitmap map = SKBitmap.Decode(png), photo = SKBitmap.Decode(Photo);
        Assert.Equal(SKEncodedImageFormat.Png, codec.EncodedFormat);
        Assert.Equal((photo.Width, photo.Height), (map.Width, map.Height));
        Assert.NotEqual(photo.Pixels, map.Pixels);
        using var expected = new MemoryStream();
        server.Model.Explain(Photo, query.Length == 0 ? null : "grid").WritePng(expected);
        Assert.Equal(expected.ToArray(), png);
    }

    [Fact]
    public async Task A_class_that_is_none_is_refused()
        => await WebApiServer.AssertProblemAsync(await server.SendAsync("explain?label=dog", Photo), 400, "across, down, grid");

    [Theory]
    [InlineData("predict")]
    [InlineData("explain")]
    public async Task What_is_no_usable_photo_is_refused_with_the_reason(string path)
    {
        await Refused("no image"u8.ToArray(), 415, "looks like text");
        await Refused(Photo[..(Photo.Length / 2)], 422, "ends before all its pixels");
        await Refused([], 400, "no bytes");
        await Refused(TooManyPixels(), 422, "MaxPixels");
        await Refused(new byte[WebApiServer.MaxBytes + 1], 413, "200,000 bytes");
        await Refused(new byte[20_000_000], 413, "200,000 bytes");
        await server.AssertPredictionAsync(Photo, await server.SendAsync("predict", Photo));

        async Task Refused(byte[] body, int status, string reason)
            => await WebApiServer.AssertProblemAsync(await server.SendAsync(path, body, "image/jpeg"), status, reason);
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData("multipart/form-data", 400)]
    [InlineData("multipart/form-data; boundary=x", 400)]
    public async Task A_body_of_another_content_type_is_refused(string contentType, int status)
        => await WebApiServer.AssertProblemAsync(await server.SendAsync("predict", Photo, contentType), status, status == 400 ? "form" : "image/jpeg");

    [Fact]
    public async Task A_form_without_a_photo_or_with_one_too_large_is_refused()
    {
        await WebApiServer.AssertProblemAsync(await server.SendFormAsync("name=image; filename=a.png", Photo), 400, "0 files named 'photo'");
        await WebApiServer.AssertProblemAsync(await server.SendFormAsync("name=photo; filename=a.png", []), 400, "no bytes");
        byte[] large = new byte[WebApiServer.MaxBytes + 1];
        await WebApiServer.AssertProblemAsync(await server.SendFormAsync("name=photo; filename=a.png", large), 413, "200,000 bytes");
    }

    [Fact]
    public async Task Sixteen_at_once_get_what_each_gets_alone_with_bad_photos_among_them()
    {
        for (int round = 0; round < 5; round++)
        {
            Task<HttpResponseMessage>[] good = [.. server.Photos.Select(photo => server.SendAsync("predict", photo))];
            Task<HttpResponseMessage>[] bad = [.. server.Photos.Take(6).Select(photo => server.SendAsync("predict", photo[..60]))];
            await Task.WhenAll([.. good, .. bad]);
            foreach ((byte[] photo, Task<HttpResponseMessage> response) in server.Photos.Zip(good))
                await server.AssertPredictionAsync(photo, await response);
            foreach (Task<HttpResponseMessage> response in bad)
                Assert.Equal(HttpStatusCode.UnprocessableEntity, (await response).StatusCode);
        }
    }

    [Fact]
    public async Task Who_accepts_no_JSON_is_told_the_reason_all_the_same()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "explain")
        {
            Headers = { { "Accept", "image/png" } },
            Content = new ByteArrayContent("no image"u8.ToArray()) { Headers = { { "Content-Type", "image/png" } } },
        };
        await WebApiServer.AssertProblemAsync(await server.Http.SendAsync(request, Stop), 415, "looks like text");
    }

    [Fact]
    public async Task A_slow_upload_keeps_no_heat_map_waiting()
    {
        using var slow = new TcpClient();
        await slow.ConnectAsync(server.Http.BaseAddress!.Host, server.Http.BaseAddress.Port, Stop);
        await slow.GetStream().WriteAsync(HeadOf(Photo.Length, path: "explain"), Stop);
        await slow.GetStream().WriteAsync(Photo.AsMemory(0, 50), Stop);
        // Time enough for the server to begin with it.
        await Task.Delay(300, Stop);
        using HttpResponseMessage other = await server.SendAsync("explain", Photo);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        await slow.GetStream().WriteAsync(Photo.AsMemory(50), Stop);
        using var answer = new StreamReader(slow.GetStream(), Encoding.ASCII);
        Assert.Equal("HTTP/1.1 200 OK", await answer.ReadLineAsync(Stop));
    }

    [Fact]
    public async Task Health_names_the_classes()
    {
        using HttpResponseMessage response = await server.Http.GetAsync("health", Stop);
        Assert.Equal("""{"status":"ready","labels":["across","down","grid"]}""", await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task The_page_needs_nothing_from_elsewhere()
    {
        foreach (string path in (string[])["", "page.css", "page.js"])
        {
            using HttpResponseMessage response = await server.Http.GetAsync(path, Stop);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("default-src 'none'", string.Concat(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.DoesNotMatch("https?://(?!www.w3.org/2000/svg)", await response.Content.ReadAsStringAsync(Stop));
        }
    }

    [Fact]
    public async Task What_is_not_there_is_a_problem_too()
    {
        using HttpResponseMessage missing = await server.Http.GetAsync("nothing", Stop), get = await server.Http.GetAsync("predict", Stop);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed), (missing.StatusCode, get.StatusCode));
        Assert.Equal("application/problem+json", missing.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_sender_who_gives_up_in_the_middle_harms_nobody()
    {
        for (int i = 0; i < 20; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(server.Http.BaseAddress!.Host, server.Http.BaseAddress.Port, Stop);
            await client.GetStream().WriteAsync(HeadOf(Photo.Length), Stop);
            await client.GetStream().WriteAsync(Photo.AsMemory(0, 50), Stop);
        }

        await server.AssertPredictionAsync(Photo, await server.SendAsync("predict", Photo));
    }

    /// <summary>The head of an upload; more of it as whole lines.</summary>
    internal static byte[] HeadOf(int length, string more = "", string path = "predict")
        => Encoding.ASCII.GetBytes($"POST /{path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\n{more}Content-Length: {length}\r\n\r\n");

    private static byte[] TooManyPixels()
    {
        using var bitmap = new SKBitmap(WebApiServer.MaxPixels / 500 + 1, 500);
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <summary>A stream that does not say how long it is, so it is sent in chunks.</summary>
    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
