namespace MLTransfer;

/// <summary>
/// The workspace (<see cref="ExtractionOptions.WorkspacePath"/>) cannot take what has to be kept in it: the disk is full, or will be, or the
/// folder cannot be written. What it holds already stays valid.
/// </summary>
public sealed class WorkspaceException : MLTransferException
{
    internal WorkspaceException(string folder, string problem, Exception? innerException = null)
        : base($"{folder}: {problem}", innerException) => Folder = folder;

    /// <summary>The folder.</summary>
    public string Folder { get; }
}
