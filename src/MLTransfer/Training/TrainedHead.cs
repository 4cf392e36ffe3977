namespace MLTransfer.Training;

/// <summary>A head trained on features of the frozen network.</summary>
/// <param name="Train">What it was trained on, without what was held out.</param>
/// <param name="Validation">What it was validated on; perhaps nothing.</param>
/// <param name="Head">The head.</param>
/// <param name="L2">The strength of its regularisation.</param>
internal sealed record TrainedHead(FeatureSet Train, FeatureSet Validation, HeadLayers Head, double L2);
