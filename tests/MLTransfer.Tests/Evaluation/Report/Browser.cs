using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MLTransfer.Tests.Evaluation.Report;

/// <summary>A page in headless Chromium, driven over the DevTools protocol; a test that needs it is skipped where there is no Chromium.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _profile = new();
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private Process? _process;
    private int _lastCommand;

    /// <summary>What the page logged as an error: scripts that failed, and what its policy kept from running.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Opens a page and waits until it is loaded.</summary>
    public static async Task<Browser> OpenAsync(string url)
    {
        string? program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, $"needs {string.Join(" or ", Names)} in PATH");
        var browser = new Browser();
        try
        {
            await browser.StartAsync(program, url);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>The value of an expression.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        JsonNode answer = await SendAsync("Runtime.evaluate", new { expression, returnByValue = true });
        return answer["exceptionDetails"] is { } fault ? throw new InvalidOperationException(fault.ToJsonString()) : answer["result"]!["value"];
    }

    /// <summary>Waits until an expression is true: the browser tells a page of a new fragment in its own time.</summary>
    public async Task WaitForAsync(string expression)
    {
        while ((bool?)await EvaluateAsync(expression) != true)
            await Task.Delay(50, _stop.Token);
    }

    /// <summary>Clicks the middle of an element with the mouse.</summary>
    public async Task ClickAsync(string selector)
    {
        JsonNode place = (await EvaluateAsync(
            $"(() => {{ const e = document.querySelector({JsonSerializer.Serialize(selector)}); e.scrollIntoView({{ block: 'center' }}); " +
            "const r = e.getBoundingClientRect(); return { x: r.x + r.width / 2, y: r.y + r.height / 2 }; })()"))!;
        (double x, double y) = ((double)place["x"]!, (double)place["y"]!);
        foreach (string type in (string[])["mousePressed", "mouseReleased"])
            await SendAsync("Input.dispatchMouseEvent", new { type, x, y, button = "left", clickCount = 1 });
    }

    /// <summary>Presses a key, such as Enter or ArrowRight.</summary>
    public async Task PressAsync(string key, int code)
    {
        string text = key == "Enter" ? "\r" : "";
        await SendAsync("Input.dispatchKeyEvent", new { type = "keyDown", key, code = key, windowsVirtualKeyCode = code, text });
        await SendAsync("Input.dispatchKeyEvent", new { type = "keyUp", key, code = key, windowsVirtualKeyCode = code });
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
        }

        _stop.Dispose();
        // Processes of the browser may end a moment later, and write until then.
        for (int i = 0; ; i++)
        {
            try
            {
                _profile.Dispose();
                return;
            }
            catch (IOException) when (i < 50)
            {
                await Task.Delay(100, CancellationToken.None);
            }
        }
    }

    private async Task StartAsync(string program, string url)
    {
        _stop.CancelAfter(Patience);
        _process = Process.Start(new ProcessStartInfo(program, [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-port=0",
            $"--user-data-dir={_profile.Path}", "about:blank"]))!;
        await _socket.ConnectAsync(await FindPageAsync(), _stop.Token);
        await SendAsync("Runtime.enable", new { });
        await SendAsync("Log.enable", new { });
        await SendAsync("Page.navigate", new { url });
        while ((string?)await EvaluateAsync("location.href === 'about:blank' ? '' : document.readyState") != "complete")
            await Task.Delay(50, _stop.Token);
    }

    private async Task<Uri> FindPageAsync()
    {
        string portFile = _profile["DevToolsActivePort"];
        while (!File.Exists(portFile) || (await File.ReadAllLinesAsync(portFile, _stop.Token)).Length < 2)
            await Task.Delay(50, _stop.Token);
        using var http = new HttpClient();
        string list = $"http://127.0.0.1:{(await File.ReadAllLinesAsync(portFile, _stop.Token))[0]}/json/list";
        while (true)
        {
            JsonNode? page = (await http.GetFromJsonAsync<JsonArray>(list, _stop.Token))!.FirstOrDefault(t => (string?)t!["type"] == "page");
            if (page is not null)
                return new Uri((string)page["webSocketDebuggerUrl"]!);
            await Task.Delay(50, _stop.Token);
        }
    }

    private async Task<JsonNode> SendAsync(string method, object parameters)
    {
        int id = ++_lastCommand;
        byte[] command = JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters });
        await _socket.SendAsync(command, WebSocketMessageType.Text, endOfMessage: true, _stop.Token);
        while (true)
        {
            JsonNode message = await ReceiveAsync();
            if ((string?)message["method"] is "Runtime.exceptionThrown" or "Log.entryAdded")
                Errors.Add(message["params"]!.ToJsonString());
            if ((int?)message["id"] == id)
                return message["result"] ?? throw new InvalidOperationException($"{method}: {message.ToJsonString()}");
        }
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var part = new byte[1 << 16];
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(part.AsMemory(), _stop.Token);
            message.Write(part, 0, received.Count);
        }
        while (!received.EndOfMessage);
        return JsonNode.Parse(message.ToArray())!;
    }
}
