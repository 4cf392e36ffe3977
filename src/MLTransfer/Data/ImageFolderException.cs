namespace MLTransfer;

/// <summary>A folder of images cannot be read, or is not laid out as one folder per class.</summary>
public sealed class ImageFolderException : MLTransferException
{
    internal ImageFolderException(string folder, string message, Exception? innerException = null)
        : base(message, innerException) => Folder = folder;

    /// <summary>The folder at fault: the one that was given, or one below it.</summary>
    public string Folder { get; }
}
