namespace MLTransfer.Training.FineTuning;

/// <summary>How a training run went. The network has the weights of the best epoch.</summary>
/// <param name="History">What was measured after each epoch.</param>
/// <param name="BestEpoch">The epoch whose weights were kept; 0 for those before the first.</param>
/// <param name="End">Why it ended.</param>
internal sealed record TrainingOutcome(IReadOnlyList<ImageTransferMetrics> History, int BestEpoch, FineTuningEnd End);
