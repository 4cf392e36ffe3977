namespace MLTransfer;

/// <summary>An image cannot be used.</summary>
public sealed class BadImageException : MLTransferException
{
    internal BadImageException(BadImage image, Exception? innerException = null)
        : base(image.ToString(), innerException) => Image = image;

    /// <summary>The image and the reason.</summary>
    public BadImage Image { get; }

    internal static BadImageException For(string name, BadImageKind kind, string reason, Exception? innerException = null) =>
        new(new BadImage(name, kind, reason), innerException);
}
