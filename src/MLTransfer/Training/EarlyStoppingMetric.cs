namespace MLTransfer;

/// <summary>What early stopping watches on the validation set.</summary>
public enum EarlyStoppingMetric
{
    /// <summary>The share of images classified rightly: higher is better.</summary>
    Accuracy,

    /// <summary>The mean cross-entropy: lower is better.</summary>
    Loss,
}
