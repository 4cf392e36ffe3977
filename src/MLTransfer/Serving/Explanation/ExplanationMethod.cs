namespace MLTransfer;

/// <summary>How it was found out which places of a photo speak for a class.</summary>
public enum ExplanationMethod
{
    /// <summary>
    /// Class activation mapping, for a linear classifier on pooled or flattened activations. It is exact: the mean of all values and the bias of the
    /// class make its logit. Zhou et al., "Learning Deep Features for Discriminative Localization", 2016.
    /// </summary>
    ClassActivation,

    /// <summary>
    /// Grad-CAM, for all other classifiers: each channel of the last activations counts as much as the logit grows with it, for small changes.
    /// Selvaraju et al., "Grad-CAM: Visual Explanations from Deep Networks via Gradient-Based Localization", 2017.
    /// </summary>
    GradCam,
}
