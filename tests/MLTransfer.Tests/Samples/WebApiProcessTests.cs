using System.Net;
using System.Net.Sockets;
using MLTransfer.Tests.Serving;

namespace MLTransfer.Tests.Samples;

/// <summary>How the sample WebApi starts, stops, and says that it is busy.</summary>
public sealed class WebApiProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_model_it_trains_one_and_is_ready_only_then_and_Ctrl_C_stops_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal to send to another process.");
        foreach (string name in (string[])["fish", "mug"])
            Pictures.Copy(name, _folder[$"pictures/{name}"], count: 6);
        (SampleProcess process, HttpClient http) = await WebApiServer.StartAsync(_folder.Path, "--data", "pictures", "--workspace", "workspace");
        using (process)
        using (http)
        {
            // Training begins only once it listens, and takes seconds.
            using HttpResponseMessage health = await http.GetAsync("health", Stop);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
            byte[] photo = await File.ReadAllBytesAsync(Directory.GetFiles(_folder["pictures/mug"])[0], Stop);
            using HttpResponseMessage early = await WebApiServer.SendAsync(http, "predict", photo, "image/jpeg");
            await WebApiServer.AssertProblemAsync(early, 503, "being made ready");
            Assert.NotNull(early.Headers.RetryAfter?.Delta);

            await process.WaitForAsync("ready for photos of fish, mug");
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("health", Stop)).StatusCode);
            using HttpResponseMessage answer = await WebApiServer.SendAsync(http, "predict", photo, "image/jpeg");
            Assert.Contains("\"label\":\"mug\"", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
            process.Interrupt();
            SampleOutput output = await process.EndAsync();
            Assert.Equal((0, ""), (output.ExitCode, output.Error));
            Assert.Contains("stopped", output.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_full_queue_is_told_at_once_and_what_was_let_in_is_answered_before_it_stops()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal to send to another process.");
        byte[] photo = TinyPhotos.Draw("grid", new Random(1));
        (SampleProcess process, HttpClient http) = await WebApiServer.StartAsync(_folder.Path, "--model", TrainTiny(), "--queue", "1");
        using (process)
        using (http)
        {
            await process.WaitForAsync("ready for ");
            using var slow = new TcpClient();
            await slow.ConnectAsync(http.BaseAddress!.Host, http.BaseAddress.Port, Stop);
            using var reader = new StreamReader(slow.GetStream());
            // The server asks for the rest of it once there is room for it.
            await slow.GetStream().WriteAsync(WebApiTests.HeadOf(photo.Length, "Expect: 100-continue\r\n"), Stop);
            Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync(Stop));
            Assert.Equal("", await reader.ReadLineAsync(Stop));
            using HttpResponseMessage busy = await WebApiServer.SendAsync(http, "predict", photo);
            await WebApiServer.AssertProblemAsync(busy, 503, "as many photos as it takes");
            Assert.NotNull(busy.Headers.RetryAfter?.Delta);

            process.Interrupt();
            await slow.GetStream().WriteAsync(photo, Stop);
            Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync(Stop));
            SampleOutput output = await process.EndAsync();
            Assert.Equal((0, ""), (output.ExitCode, output.Error));
        }
    }

    [Theory]
    [InlineData(1, "missing.zip", "--model", "missing.zip")]
    [InlineData(2, "'0' of --queue is not a whole number of at least 1", "--queue", "0")]
    [InlineData(2, "is too large", "--max-bytes", "2000000000")]
    [InlineData(2, "is not a list of addresses", "--urls", "everywhere")]
    [InlineData(2, "is not a list of addresses", "--urls", "http://127.0.0.1:0/api")]
    [InlineData(2, "is not a list of addresses", "--urls", "http://localhost:0")]
    [InlineData(1, "cannot listen on", "--urls", "http://192.0.2.1:5080")]
    [InlineData(2, "give one of the two", "--model", "missing.zip", "--data", ".")]
    [InlineData(2, "'--out' is no option", "--out", "models")]
    [InlineData(2, "'--faster' is no option", "--faster")]
    [InlineData(2, "holds no image", "--urls", "http://127.0.0.1:0", "--data", ".")]
    public async Task What_is_wrong_is_said(int exitCode, string text, params string[] arguments)
    {
        string[] anywhere = arguments.Contains("--urls") ? [] : ["--urls", "http://127.0.0.1:0"];
        SampleOutput output = await SampleProcess.RunAsync("WebApi", _folder.Path, [.. arguments, .. anywhere]);
        Assert.Contains(text, output.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode, output.ExitCode);
        Assert.DoesNotContain("   at ", output.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_said()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        SampleOutput output = await SampleProcess.RunAsync("WebApi", _folder.Path, "--model", "missing.zip", "--urls", $"http://127.0.0.1:{port}");
        Assert.Equal(1, output.ExitCode);
        Assert.Contains("address already in use", output.Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", output.Error + output.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        SampleOutput output = await SampleProcess.RunAsync("WebApi", _folder.Path, "--help");
        Assert.Equal((0, ""), (output.ExitCode, output.Error));
        string[] options = ["--model", "--data", "--workspace", "--seed", "--urls", "--max-bytes", "--max-pixels", "--queue", "--batch", "--help"];
        Assert.All(options, option => Assert.Contains(option, output.Output, StringComparison.Ordinal));
    }

    private string TrainTiny()
    {
        string path = _folder["tiny.onnx"];
        using TransferResult result = TrainedClassifier.Train(_folder, TinyPhotos.Create(_folder, perClass: 12));
        result.Model.SaveOnnx(path);
        return path;
    }
}
