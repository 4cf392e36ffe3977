using System.Net;
using MLTransfer.Data;

namespace MLTransfer;

/// <summary>Where a <see cref="WeightStore"/> keeps weights, and how it downloads them.</summary>
public sealed record WeightStoreOptions
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>
    /// The folder for everything that is kept: weights lie in its <c>weights</c>, networks made of them in its <c>networks</c>. Several processes
    /// may share it. Default: null, the folder <c>MLTRANSFER_HOME</c> where that environment variable is set, else <c>mltransfer</c> in the user's
    /// cache folder.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>
    /// Whether nothing is downloaded, so that weights that are not there are an error. The environment variable <c>MLTRANSFER_OFFLINE</c>, set to
    /// <c>1</c> or <c>true</c>, does the same for every store. Default: false.
    /// </summary>
    public bool Offline { get; init; }

    /// <summary>
    /// How many attempts in succession may fail before a download is given up. An attempt that brought a megabyte or more before it failed begins
    /// the count anew. At least 1; default: 5.
    /// </summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>
    /// The pause after the first failed attempt. It doubles with each further one, and is shortened at random by up to a half, so that machines
    /// that failed together do not come back together. From 0 to a day; default: half a second.
    /// </summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(.5);

    /// <summary>
    /// The longest pause between attempts. When a server asks for a longer one (Retry-After), the download is given up. From 0 to a day;
    /// default: a minute.
    /// </summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a server may send nothing until the attempt counts as failed. More than 0, at most a day; default: 30 seconds.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most bytes that are accepted for a file whose size was not published. At least 1; default: 2,000,000,000.</summary>
    public long MaxBytes { get; init; } = 2_000_000_000;

    /// <summary>
    /// The proxy for downloads. Default: null, the one that the system, or the environment variables <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c> and
    /// <c>NO_PROXY</c>, say.
    /// </summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>
    /// What sends the requests, for needs beyond a <see cref="Proxy"/>, such as certificates of your own. It should not follow redirections, as
    /// these are checked here, and is not disposed of. Default: null.
    /// </summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>Is told how far a download is, a few times a second and at its end, on any thread. Default: null.</summary>
    public IProgress<WeightDownloadProgress>? Progress { get; init; }

    /// <summary>Waits between attempts, and while another process downloads.</summary>
    internal Func<TimeSpan, CancellationToken, Task> Pause { get; init; } = Task.Delay;

    /// <summary>The bytes free for a folder; null where that cannot be told.</summary>
    internal Func<string, long?> FreeSpace { get; init; } = DiskSpace.FreeFor;

    /// <summary>Whether nothing may be downloaded now.</summary>
    internal bool IsOffline => Offline || Environment.GetEnvironmentVariable("MLTRANSFER_OFFLINE")?.ToLowerInvariant() is "1" or "true";

    /// <exception cref="ArgumentException">An option cannot be.</exception>
    internal void Validate()
    {
        Bounds.Require(Folder != "", Folder, "a folder, or null for the default", nameof(Folder));
        Bounds.Require(MaxAttempts >= 1, MaxAttempts, "1 or more", nameof(MaxAttempts));
        Bounds.Require(FirstDelay >= TimeSpan.Zero && FirstDelay <= Day, FirstDelay, "from 0 to a day", nameof(FirstDelay));
        Bounds.Require(MaxDelay >= TimeSpan.Zero && MaxDelay <= Day, MaxDelay, "from 0 to a day", nameof(MaxDelay));
        Bounds.Require(StallTimeout > TimeSpan.Zero && StallTimeout <= Day, StallTimeout, "more than 0, and a day at most", nameof(StallTimeout));
        Bounds.Require(MaxBytes >= 1, MaxBytes, "1 or more", nameof(MaxBytes));
        if (Proxy is not null && Handler is not null)
            throw new ArgumentException("Proxy and Handler are both set; set the proxy in the handler.", nameof(Proxy));
    }
}
