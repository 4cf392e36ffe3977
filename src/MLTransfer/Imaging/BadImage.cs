namespace MLTransfer;

/// <summary>An image that cannot be used, and why.</summary>
/// <param name="Path">The path of the image, or a description where it did not come from a file.</param>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Reason">The fault in words, with what to do about it.</param>
public sealed record BadImage(string Path, BadImageKind Kind, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Reason}";
}
