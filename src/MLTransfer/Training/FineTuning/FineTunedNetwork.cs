namespace MLTransfer.Training.FineTuning;

/// <summary>What fine-tuning gives.</summary>
/// <param name="Candidate">The classifier to use: the fine-tuned one, or the one before.</param>
/// <param name="Summary">How it went.</param>
/// <param name="ValidationFeatures">The features of the validation set, as that classifier's linear output takes them; empty without one.</param>
internal sealed record FineTunedNetwork(Candidate Candidate, FineTuningSummary Summary, IReadOnlyList<float[]> ValidationFeatures);
