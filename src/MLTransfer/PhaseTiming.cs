namespace MLTransfer;

/// <summary>How long a phase took.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Elapsed">The wall time.</param>
/// <param name="Images">The images it went over; 0 where it did not.</param>
/// <param name="FromCache">How many of them had their features in the cache.</param>
public sealed record PhaseTiming(TransferPhase Phase, TimeSpan Elapsed, int Images, int FromCache)
{
    /// <summary>Images a second.</summary>
    public double ImagesPerSecond => Elapsed > TimeSpan.Zero ? Images / Elapsed.TotalSeconds : 0;
}
