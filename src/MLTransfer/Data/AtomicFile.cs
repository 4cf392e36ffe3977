using Microsoft.Win32.SafeHandles;

namespace MLTransfer.Data;

/// <summary>Writes files whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes beside <paramref name="path"/>, then moves the file there, so that no failure leaves half a file or costs an existing one. A link
    /// stays, and the file it leads to is written.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its content.</param>
    /// <param name="flush">
    /// Whether to wait until the content is on the disk. Without, a process that ends, however it does, loses nothing, but a power cut may leave
    /// a file with other content: for files that carry a checksum and can be made again.
    /// </param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write, bool flush = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var file = new FileInfo(path);
            string target = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            string temporary = $"{target}.{Guid.NewGuid():N}.tmp";
            RequireRegularFile(target);
            Directory.CreateDirectory(Path.GetDirectoryName(target) ?? throw new IOException("this is a folder."));
            WriteAndMove(temporary, target, write, flush);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new IOException($"{path}: the file cannot be written: {e.Message}", e);
        }
    }

    /// <summary>A device or pipe must not be replaced by a file. It has no length, and unlike an empty file none can be set.</summary>
    private static void RequireRegularFile(string target)
    {
        if (!File.Exists(target) || new FileInfo(target).Length > 0)
            return;
        using SafeFileHandle handle = File.OpenHandle(target, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.SetLength(handle, 0);
    }

    private static void WriteAndMove(string temporary, string target, Action<Stream> write, bool flush)
    {
        using FileStream file = File.Create(temporary);
        try
        {
            write(file);
            file.Flush(flush);
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
