namespace MLTransfer;

/// <summary>Stops training when the validation set no longer gains, and keeps the best weights seen.</summary>
public sealed record EarlyStopping
{
    /// <summary>What is watched. Default: <see cref="EarlyStoppingMetric.Accuracy"/>.</summary>
    public EarlyStoppingMetric Metric { get; init; }

    /// <summary>The smallest change that counts as a gain. Default: 0.01.</summary>
    public float MinDelta { get; init; } = .01f;

    /// <summary>The number of epochs without a gain after which training stops. Default: 20.</summary>
    public int Patience { get; init; } = 20;

    internal void Validate()
    {
        if (!Enum.IsDefined(Metric))
            throw new ArgumentOutOfRangeException(nameof(Metric), Metric, "There is no such metric.");
        if (!(MinDelta >= 0))
            throw new ArgumentOutOfRangeException(nameof(MinDelta), MinDelta, "It is at least 0.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Patience, 1);
    }
}
