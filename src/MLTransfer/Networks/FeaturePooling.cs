namespace MLTransfer;

/// <summary>How activations [C, H, W] at a cut become one feature vector.</summary>
public enum FeaturePooling
{
    /// <summary>The mean over all positions: C features. What image classifiers themselves use.</summary>
    Average,

    /// <summary>The maximum over all positions: C features.</summary>
    Max,

    /// <summary>All activations: C x H x W features. Keeps where things are; costs memory and needs more images.</summary>
    Flatten,
}
