namespace MLTransfer.Benchmarks;

/// <summary>What was measured of a contestant, round by round.</summary>
internal class MeasuredRounds
{
    /// <summary>All rounds, in their order.</summary>
    public List<Measurement> Rounds { get; } = [];

    /// <summary>Whether no round was free of contention, so that the contended ones had to count.</summary>
    public bool IsDoubtful => Rounds.All(r => r.IsContended);

    /// <summary>The median of the rounds free of contention; of all rounds if there are none.</summary>
    public double MedianSpeed => MedianOf(r => r.ImagesPerSecond);

    /// <summary>The median of the time of all cores that an image took, in the same rounds, in seconds.</summary>
    /// <param name="threads">How many cores were busy where the system does not say.</param>
    public double CoreSecondsPerImage(int threads) => MedianOf(r => (r.OwnCores ?? threads) / r.ImagesPerSecond);

    private double MedianOf(Func<Measurement, double> value) => Median.Of(Rounds.Where(r => IsDoubtful || !r.IsContended).Select(value));
}
