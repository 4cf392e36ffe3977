namespace MLTransfer.Benchmarks.Jobs;

/// <summary>One whole run in a process of its own.</summary>
/// <param name="Seconds">Its wall time.</param>
/// <param name="TestAccuracy">The accuracy on the test photos, 0 to 1.</param>
/// <param name="OtherCores">How many cores other processes used meanwhile; null where that is not known.</param>
/// <param name="Remark">What has to be said about it; null for nothing.</param>
internal sealed record JobMeasurement(double Seconds, double TestAccuracy, double? OtherCores, string? Remark = null)
{
    public bool IsContended => OtherCores > Measurement.ContentionLimit;
}
