namespace MLTransfer.Backbones.Weights;

/// <summary>Exponential backoff with jitter.</summary>
/// <remarks>Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015: "equal jitter".</remarks>
internal static class RetryDelays
{
    /// <summary>The pause after a failed attempt.</summary>
    /// <param name="failures">How many failed in succession, from 1.</param>
    /// <param name="options">The first and the longest pause.</param>
    /// <param name="random">From 0 to 1.</param>
    public static TimeSpan After(int failures, WeightStoreOptions options, double random)
    {
        double whole = Math.Min(options.FirstDelay.TotalMilliseconds * Math.Pow(2, failures - 1), options.MaxDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(whole * (.5 + .5 * random));
    }
}
