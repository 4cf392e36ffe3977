namespace MLTransfer;

/// <summary>Why an image cannot be used.</summary>
public enum BadImageKind
{
    /// <summary>The file does not exist, or cannot be opened or read.</summary>
    Unreadable,

    /// <summary>There are no bytes at all.</summary>
    Empty,

    /// <summary>The content is not an image in a format that can be decoded, whatever the file's name says.</summary>
    NotAnImage,

    /// <summary>The image ends before all its pixels are there.</summary>
    Truncated,

    /// <summary>The image contradicts itself or cannot be decoded.</summary>
    Corrupt,

    /// <summary>The image exceeds a limit of <see cref="ImageLimits"/>.</summary>
    TooLarge,

    /// <summary>The network's output for the image is not finite: the image can be decoded, but the network cannot use it.</summary>
    NotFinite,

    /// <summary>The file holds another image than when it was read before, in the same training.</summary>
    Changed,
}
