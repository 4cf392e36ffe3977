namespace MLTransfer;

/// <summary>What becomes of a run that meets an image that cannot be used.</summary>
public enum BadImagePolicy
{
    /// <summary>The image is left out and listed, with its reason, in the result and the log.</summary>
    LeaveOut,

    /// <summary>The run stops with a <see cref="BadImageException"/>.</summary>
    Fail,
}
