namespace MLTransfer;

/// <summary>How versions of one image are made. Immutable.</summary>
public sealed class ImageAugmentation
{
    /// <summary>All that decides what a version looks like, beside seed, image and number.</summary>
    internal string Identity { get; } = "";
}
