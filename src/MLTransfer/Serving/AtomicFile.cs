namespace MLTransfer.Serving;

/// <summary>Writes files whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Writes beside <paramref name="path"/>, then moves the file there, so that no failure leaves half a file or costs an existing one.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = Path.GetFullPath(path);
        string temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target) ?? throw new IOException("this is a folder."));
            WriteAndMove(temporary, target, write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: the file cannot be written: {e.Message}", e);
        }
    }

    private static void WriteAndMove(string temporary, string target, Action<Stream> write)
    {
        using FileStream file = File.Create(temporary);
        try
        {
            write(file);
            file.Flush(flushToDisk: true);
            file.Dispose();
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            file.Dispose();
            // Its folder may be gone, and what went wrong first counts.
            if (File.Exists(temporary))
                File.Delete(temporary);
            throw;
        }
    }
}
