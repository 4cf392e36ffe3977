namespace MLTransfer;

/// <summary>Why fine-tuning ended.</summary>
public enum FineTuningEnd
{
    /// <summary>All epochs were done.</summary>
    Completed,

    /// <summary>The validation set no longer gained.</summary>
    StoppedEarly,

    /// <summary>The run was cancelled.</summary>
    Cancelled,

    /// <summary>The loss was no longer a finite number: the learning rate is too high.</summary>
    Diverged,
}
