namespace MLTransfer.Serving;

/// <summary>Writes files whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Writes beside <paramref name="path"/>, then moves the file there, so that no failure leaves half a file or costs an existing one.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        string temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream file = File.Create(temporary))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
