namespace MLTransfer;

/// <summary>What is being trained.</summary>
public enum TrainingPhase
{
    /// <summary>The new classifier, on features of the frozen network.</summary>
    Classifier,

    /// <summary>The classifier and the top of the network.</summary>
    FineTuning,
}
