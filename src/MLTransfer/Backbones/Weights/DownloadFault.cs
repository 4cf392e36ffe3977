using System.Net;

namespace MLTransfer.Backbones.Weights;

/// <summary>An attempt at a download failed.</summary>
/// <param name="problem">What happened, in a sentence.</param>
/// <param name="innerException">What it comes from.</param>
internal sealed class DownloadFault(string problem, Exception? innerException = null) : Exception(problem, innerException)
{
    /// <summary>What the server answered; null where it answered nothing.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>Whether another attempt can succeed.</summary>
    public bool IsTransient { get; init; }

    /// <summary>How long the server asks to wait; null where it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
