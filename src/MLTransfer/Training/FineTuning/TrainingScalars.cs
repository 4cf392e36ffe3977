namespace MLTransfer.Training.FineTuning;

/// <summary>What a <see cref="Checkpoint"/> holds beside arrays.</summary>
/// <param name="History">What was measured after each epoch.</param>
/// <param name="OptimizerSteps">The number of steps the optimiser has taken.</param>
/// <param name="BestIsLast">Whether the last epoch is the best one, whose weights are then not there twice.</param>
internal sealed record TrainingScalars(IReadOnlyList<ImageTransferMetrics> History, long OptimizerSteps, bool BestIsLast);
