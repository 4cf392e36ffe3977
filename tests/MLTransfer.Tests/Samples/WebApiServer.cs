using System.Net.Http.Headers;
using System.Text.Json;
using MLTransfer.Tests.Serving;

namespace MLTransfer.Tests.Samples;

/// <summary>The sample WebApi in a process of its own, with a tiny classifier and small limits.</summary>
public sealed class WebApiServer : IAsyncLifetime
{
    public const int MaxBytes = 200_000;
    public const int MaxPixels = 250_000;
    private const string Listening = "listening on ";
    private readonly TemporaryFolder _folder = new();
    private SampleProcess _process = null!;

    /// <summary>What it is asked with.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>Photos that trained nothing.</summary>
    public IReadOnlyList<byte[]> Photos { get; private set; } = [];

    /// <summary>The classifier that it serves, in this process.</summary>
    public ImageClassifier Model { get; private set; } = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        string path = _folder["tiny.onnx"];
        using (TransferResult result = TrainedClassifier.Train(_folder, TinyPhotos.Create(_folder, perClass: 20)))
            result.Model.SaveOnnx(path);
        Model = ImageClassifier.Load(path);
        var random = new Random(5);
        Photos = [.. Enumerable.Range(0, 16).Select(i => TinyPhotos.Draw(TinyPhotos.Classes[i % 3], random))];
        (_process, Http) = await StartAsync(
            _folder.Path, "--model", path, "--max-bytes", $"{MaxBytes}", "--max-pixels", $"{MaxPixels}", "--batch", "4");
        await _process.WaitForAsync("ready for ");
    }

    public ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.Dispose();
        Model.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Starts one on a free port, which listens then but need not be ready.</summary>
    internal static async Task<(SampleProcess Process, HttpClient Http)> StartAsync(string folder, params string[] arguments)
    {
        SampleProcess process = SampleProcess.Start("WebApi", folder, [.. arguments, "--urls", "http://127.0.0.1:0"]);
        string line = await process.WaitForAsync(Listening);
        string address = line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..];
        return (process, new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(60) });
    }

    /// <summary>Sends bytes as the body.</summary>
    public Task<HttpResponseMessage> SendAsync(string path, byte[] body, string contentType = "image/png") => SendAsync(Http, path, body, contentType);

    internal static Task<HttpResponseMessage> SendAsync(HttpClient http, string path, byte[] body, string contentType = "image/png")
        => http.PostAsync(path, new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } }, Stop);

    /// <summary>Sends a form with one file, whose head is written as it stands.</summary>
    public Task<HttpResponseMessage> SendFormAsync(string disposition, byte[] file)
    {
        const string Boundary = "between-parts";
        byte[] body =
        [
            .. Utf8($"--{Boundary}\r\nContent-Disposition: form-data; {disposition}\r\nContent-Type: application/octet-stream\r\n\r\n"),
            .. file,
            .. Utf8($"\r\n--{Boundary}--\r\n"),
        ];
        return SendAsync("predict", body, $"multipart/form-data; boundary={Boundary}");

        static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);
    }

    /// <summary>What it says of a photo has to be what the classifier says here.</summary>
    public async Task AssertPredictionAsync(byte[] photo, HttpResponseMessage response)
    {
        ImagePrediction expected = Model.Predict(photo);
        JsonElement answer = await JsonOf(response, 200);
        Assert.Equal(expected.Label, answer.GetProperty("label").GetString());
        Assert.Equal(expected.Probability, answer.GetProperty("probability").GetSingle(), PredictionAssert.Tolerance);
        JsonProperty[] scores = [.. answer.GetProperty("scores").EnumerateObject()];
        Assert.Equal(expected.Scores.Count, scores.Length);
        Assert.Equal(expected.Label, scores[0].Name);
        Assert.All(scores, score => Assert.Equal(expected.Scores[score.Name], score.Value.GetSingle(), PredictionAssert.Tolerance));
    }

    /// <summary>It has to be refused with a status, and with a reason but nothing of the program's inside.</summary>
    public static async Task AssertProblemAsync(HttpResponseMessage response, int status, string reason)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonElement problem = await JsonOf(response, status);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Contains(reason, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", problem.ToString(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> JsonOf(HttpResponseMessage response, int status)
    {
        string text = await response.Content.ReadAsStringAsync(Stop);
        Assert.True((int)response.StatusCode == status, $"{response.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
