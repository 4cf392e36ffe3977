namespace MLTransfer.Backbones.Weights;

/// <summary>A lock among processes, and among threads of one. It ends with the process that has it, however that ends.</summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock and takes it.</summary>
    /// <param name="path">Its file, which stays: were it deleted, two could have the lock, one of them that of a file without a name.</param>
    /// <param name="pause">Waits between two looks at it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IOException">The file cannot be opened for another reason than that it is locked.</exception>
    public static async Task<FileLock> Take(string path, Func<TimeSpan, CancellationToken, Task> pause, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e) when (IsTaken(e))
            {
                await pause(Interval, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>
    /// Whether the error is that another has the file open: on Windows ERROR_SHARING_VIOLATION, elsewhere EWOULDBLOCK, the answer of flock, which
    /// is 11 on Linux and 35 on macOS.
    /// </summary>
    private static bool IsTaken(IOException e)
        => OperatingSystem.IsWindows() ? (e.HResult & 0xFFFF) == 32 : e.HResult == (OperatingSystem.IsLinux() ? 11 : 35);
}
