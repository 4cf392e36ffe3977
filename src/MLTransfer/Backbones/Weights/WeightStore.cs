using MLTransfer.Backbones;
using MLTransfer.Backbones.Weights;
using MLTransfer.Data;

namespace MLTransfer;

/// <summary>
/// Where the published weights of backbones come from: a folder that keeps them, filled by download. A file is used only when its size and hash
/// are the published ones; they are checked before its first use in a process. Processes that want the same file download it once, and a
/// download that broke off is continued. Nothing on disk or network is touched until a backbone is used. Thread-safe.
/// </summary>
public sealed partial class WeightStore
{
    private readonly string? _folder;

    /// <summary>A store; making it touches nothing.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option cannot be.</exception>
    public WeightStore(WeightStoreOptions? options = null)
    {
        Options = options ?? new WeightStoreOptions();
        Options.Validate();
        // A relative one must not move with the current folder.
        _folder = Options.Folder is { } folder ? Path.GetFullPath(folder) : null;
    }

    /// <summary>The store with default options.</summary>
    public static WeightStore Default { get; } = new();

    /// <summary>The options.</summary>
    public WeightStoreOptions Options { get; }

    private string Home => HomeFolder.Find(_folder);

    private string Folder => Path.Combine(Home, "weights");

    private NetworkCache Networks => new(Path.Combine(Home, "networks"));

    /// <summary>The path of a file whose content is the published one; it is downloaded where that is needed.</summary>
    /// <exception cref="WeightsException">It cannot be had.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled. What has been downloaded is kept, and continued next time.</exception>
    internal string Find(WeightFile file, CancellationToken cancellationToken = default)
        // On another thread, as the caller may have a synchronisation context that runs nothing while it waits here.
        => Task.Run(() => FindAsync(file, cancellationToken), CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>The path of the file that the user named, as it is; of the published one where none was named.</summary>
    /// <param name="file">The published file.</param>
    /// <param name="weightsPath">A file of the user's own. It is not compared with the published one, as it may be of their own training.</param>
    /// <param name="cancellationToken">Cancels the download.</param>
    /// <exception cref="WeightsException">It cannot be had.</exception>
    internal string Find(WeightFile file, string? weightsPath, CancellationToken cancellationToken = default)
    {
        if (weightsPath is null)
            return Find(file, cancellationToken);
        return File.Exists(weightsPath)
            ? Path.GetFullPath(weightsPath)
            : throw new WeightsException(file, Folder, $"WeightsPath is {weightsPath}, and there is no such file.");
    }

    /// <summary>The path of a whole network that was kept under a key; null where there is none.</summary>
    /// <param name="key">What the network depends on, as a hash.</param>
    internal string? CachedNetwork(string key) => Networks.Find(key);

    /// <summary>Keeps a network.</summary>
    /// <param name="key">What the network depends on, as a hash.</param>
    /// <param name="network">The ONNX file.</param>
    /// <returns>Its path; null where it cannot be kept, which costs only time.</returns>
    internal string? SaveNetwork(string key, byte[] network) => Networks.Save(key, network);

    private async Task<string> FindAsync(WeightFile file, CancellationToken cancellationToken)
    {
        string folder = Folder;
        string path = Path.Combine(folder, file.Name);
        try
        {
            if (await PublishedContent.ProblemOf(path, file, cancellationToken).ConfigureAwait(false) is not { } problem)
                return path;
            if (Options.IsOffline)
                throw new WeightsException(file, folder, $"{path}: {problem} It is not downloaded, as Offline or MLTRANSFER_OFFLINE is set.");
            Directory.CreateDirectory(folder);
            using FileLock _ = await FileLock.Take($"{path}.lock", Options.Pause, cancellationToken).ConfigureAwait(false);
            // Who had the lock before may have downloaded it.
            if (await PublishedContent.ProblemOf(path, file, cancellationToken).ConfigureAwait(false) is null)
                return path;
            if (File.Exists(path))
                File.Move(path, $"{path}.damaged", overwrite: true);
            await new WeightDownload(file, path, Options).Run(cancellationToken).ConfigureAwait(false);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WeightsException(file, folder, $"the folder {folder} cannot be used: {e.Message}", e);
        }
    }
}
