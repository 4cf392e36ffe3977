namespace MLTransfer;

/// <summary>How much of the network learns.</summary>
public enum TransferMode
{
    /// <summary>The backbone stays as it is; a new classifier is trained on its features.</summary>
    FeatureExtraction,
}
