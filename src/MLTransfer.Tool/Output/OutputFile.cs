namespace MLTransfer.Tool.Output;

/// <summary>A file that a command is to write.</summary>
internal static class OutputFile
{
    /// <summary>Sees that a file can be written, before the work that would be lost if it could not. Its folder is made where there is none.</summary>
    /// <param name="option">What named it.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="WrongUsageException">It is a folder, or cannot be written.</exception>
    public static void Require(string option, string path)
    {
        string target = Path.GetFullPath(path);
        if (Directory.Exists(target))
            throw new WrongUsageException($"{option}: '{path}' is a folder; name a file.");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Create($"{target}.{Guid.NewGuid():N}.tmp", 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WrongUsageException($"{option}: '{path}' cannot be written: {e.Message}");
        }
    }
}
