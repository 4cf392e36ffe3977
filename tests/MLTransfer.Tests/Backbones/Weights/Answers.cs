using System.Globalization;
using System.Text;

namespace MLTransfer.Tests.Backbones.Weights;

/// <summary>What servers answer.</summary>
internal static class Answers
{
    public const string Tag = "\"v1\"";

    /// <summary>The file as a good server sends it: from the byte that is asked for, if the version is the one that is asked for.</summary>
    /// <param name="content">The file.</param>
    /// <param name="tag">Its entity tag; empty for none.</param>
    /// <param name="most">After how many bytes the connection breaks; null where it does not.</param>
    /// <param name="stalls">Whether it stalls there instead.</param>
    public static FileServer.Answer Good(byte[] content, string tag = Tag, int? most = null, bool stalls = false) => (ask, connection, stopped) =>
    {
        int from = ask.IfRange is null || ask.IfRange == tag ? ask.From ?? 0 : 0;
        string range = from > 0 ? $"Content-Range: bytes {from}-{content.Length - 1}/{content.Length}\r\n" : "";
        string entity = tag.Length > 0 ? $"ETag: {tag}\r\n" : "";
        string length = $"Content-Length: {content.Length - from}\r\n";
        connection.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 {(from > 0 ? 206 : 200)} Fine\r\n{range}{entity}{length}Connection: close\r\n\r\n"));
        connection.Write(content, from, Math.Min(content.Length - from, most ?? int.MaxValue));
        connection.Flush();
        if (stalls)
            stopped.WaitOne();
    };

    /// <summary>The same whatever is asked for.</summary>
    public static FileServer.Answer Always(string status, string headers = "", byte[]? body = null) => (_, connection, _) =>
    {
        string lines = string.Concat(headers.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(h => $"{h}\r\n"));
        connection.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Said\r\n{lines}Connection: close\r\n\r\n"));
        connection.Write(body ?? []);
    };

    /// <summary>The whole file, with its length, whatever is asked for.</summary>
    public static FileServer.Answer Whole(byte[] content, string headers = "")
        => Always("200", $"Content-Length: {content.Length.ToString(CultureInfo.InvariantCulture)}|{headers}", content);

    public static FileServer.Answer Error(string status, string headers = "") => Always(status, $"Content-Length: 0|{headers}");

    /// <summary>An answer that waits until it may be given.</summary>
    public static FileServer.Answer After(WaitHandle signal, FileServer.Answer answer) => (ask, connection, stopped) =>
    {
        WaitHandle.WaitAny([signal, stopped]);
        answer(ask, connection, stopped);
    };
}
