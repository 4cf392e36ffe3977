namespace MLTransfer.Benchmarks;

/// <summary>What was measured of a contestant, round by round.</summary>
internal class MeasuredRounds
{
    /// <summary>All rounds, in their order.</summary>
    public List<Measurement> Rounds { get; } = [];

    /// <summary>Whether no round was free of contention, so that the contended ones had to count.</summary>
    public bool IsDoubtful => Rounds.All(r => r.IsContended);

    /// <summary>The median of the rounds free of contention; of all rounds if there are none.</summary>
    public double MedianSpeed => Median(Rounds.Where(r => IsDoubtful || !r.IsContended).Select(r => r.ImagesPerSecond));

    protected static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
