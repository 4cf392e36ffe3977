using MLTransfer.Data;

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
        Bounds.RequireDefined(Metric);
        Bounds.Require(MinDelta >= 0, MinDelta, "at least 0");
        Bounds.Require(Patience >= 1, Patience, "at least 1");
    }
}
