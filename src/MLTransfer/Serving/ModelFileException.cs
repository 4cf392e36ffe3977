namespace MLTransfer;

/// <summary>A model file cannot be used: it does not exist, is damaged, or holds no classifier of this library.</summary>
public sealed class ModelFileException : MLTransferException
{
    internal ModelFileException(string path, string problem, Exception? innerException = null)
        : base($"{path}: {problem}", innerException) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
