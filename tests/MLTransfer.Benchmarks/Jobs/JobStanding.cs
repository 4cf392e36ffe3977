namespace MLTransfer.Benchmarks.Jobs;

/// <summary>What was measured of a job.</summary>
internal sealed class JobStanding(string name)
{
    public string Name => name;

    /// <summary>All rounds, in their order.</summary>
    public List<JobMeasurement> Rounds { get; } = [];

    /// <summary>Whether no round was free of contention, so that the contended ones had to count.</summary>
    public bool IsDoubtful => Rounds.All(r => r.IsContended);

    /// <summary>The median wall time of the rounds free of contention; of all rounds if there are none.</summary>
    public double MedianSeconds => Median.Of(Rounds.Where(r => IsDoubtful || !r.IsContended).Select(r => r.Seconds));
}
