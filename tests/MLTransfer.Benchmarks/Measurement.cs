namespace MLTransfer.Benchmarks;

/// <summary>One contestant in one round.</summary>
/// <param name="ImagesPerSecond">Its speed.</param>
/// <param name="OwnCores">How many cores it used; null where that is not known.</param>
/// <param name="OtherCores">How many cores other processes used meanwhile; null where that is not known.</param>
internal readonly record struct Measurement(double ImagesPerSecond, double? OwnCores, double? OtherCores)
{
    /// <summary>Above this many cores, contention is more than the background noise of an idle system.</summary>
    public const double ContentionLimit = 0.1;

    public bool IsContended => OtherCores > ContentionLimit;

    public override string ToString() => $"{ImagesPerSecond,8:F1} images/s{(OtherCores is null ? "" : $"  own {OwnCores:F2}  other {OtherCores:F2}")}";
}
