using MLTransfer.Extraction;

namespace MLTransfer.Training;

/// <summary>A trained classifier: a network that gives features, and what computes the logits from them.</summary>
/// <param name="Features">The network.</param>
/// <param name="Head">The head. Its hidden layer, if any, is not part of <paramref name="Features"/>.</param>
internal sealed record Candidate(ImageNetwork Features, HeadLayers Head);
