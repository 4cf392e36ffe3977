using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MLTransfer.Tests.Backbones.Weights;

/// <summary>An HTTP server on this machine that answers as it is told, well or badly. It has threads of its own.</summary>
internal sealed class FileServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Answer[] _answers;
    private readonly List<Ask> _asks = [];
    private readonly ManualResetEventSlim _stopped = new();

    /// <param name="answers">The answers to the first request, the second, and so on; the last also to all later ones.</param>
    public FileServer(params Answer[] answers)
    {
        _answers = answers;
        _listener.Start();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    /// <summary>Writes an answer to a request. The connection is closed after it.</summary>
    /// <param name="ask">The request.</param>
    /// <param name="connection">Where the answer goes.</param>
    /// <param name="stopped">Is set when the server stops.</param>
    public delegate void Answer(Ask ask, Stream connection, WaitHandle stopped);

    public string Root => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

    /// <summary>The requests so far.</summary>
    public Ask[] Asks
    {
        get
        {
            lock (_asks)
                return [.. _asks];
        }
    }

    public void Dispose()
    {
        _stopped.Set();
        _listener.Stop();
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                TcpClient client = _listener.AcceptTcpClient();
                new Thread(() => Serve(client)) { IsBackground = true }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            // It was stopped.
        }
    }

    private void Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                Stream connection = client.GetStream();
                if (Read(connection) is not { } ask)
                    return;
                int number;
                lock (_asks)
                {
                    number = _asks.Count;
                    _asks.Add(ask);
                }

                _answers[Math.Min(number, _answers.Length - 1)](ask, connection, _stopped.WaitHandle);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The other side went away.
            }
        }
    }

    private static Ask? Read(Stream connection)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            int next = connection.ReadByte();
            if (next < 0)
                return null;
            head.Append((char)next);
        }

        string[] lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string[]> headers = lines[1..].Select(l => l.Split(": ", 2));
        return new Ask(lines[0].Split(' ')[1], headers.ToDictionary(h => h[0], h => h[1], StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>A request.</summary>
    public sealed record Ask(string Target, IReadOnlyDictionary<string, string> Headers)
    {
        /// <summary>The byte that the answer is to begin at; null for the whole file.</summary>
        public int? From => Headers.TryGetValue("Range", out string? range)
            ? int.Parse(range["bytes=".Length..].TrimEnd('-'), System.Globalization.CultureInfo.InvariantCulture)
            : null;

        public string? IfRange => Headers.GetValueOrDefault("If-Range");
    }
}
