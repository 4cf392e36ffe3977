using System.Net.Http.Headers;

namespace MLTransfer.Backbones.Weights;

/// <summary>
/// What has been downloaded of a file so far, beside the place where it will be; it outlives the process. In a second file stands which version
/// of which address it is of, without which it cannot be continued.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string _originPath;
    private readonly Uri _address;
    private readonly FileStream _content;

    private PartialFile(string path, Uri address)
    {
        (Path, _originPath, _address) = (path, $"{path}.origin", address);
        const FileShare Share = FileShare.Read | FileShare.Delete;
        _content = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, Share, bufferSize: 0, useAsync: true);
        _content.Seek(0, SeekOrigin.End);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The number of bytes that are there.</summary>
    public long Length => _content.Length;

    /// <summary>The version that it is of; null where it cannot be continued.</summary>
    public RangeConditionHeaderValue? Version { get; private set; }

    /// <summary>Opens what an earlier download left, if it can be continued; an empty one otherwise.</summary>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    public static PartialFile Open(string path, Uri address)
    {
        var file = new PartialFile(path, address);
        try
        {
            file.Version = file.ReadVersion();
            if (file.Version is null)
                file.Clear();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Begins anew.</summary>
    /// <param name="version">The version that comes now; null where it cannot be told from others.</param>
    public void Restart(RangeConditionHeaderValue? version)
    {
        // In this order a process may die between any two steps.
        Clear();
        if (version is not null)
            File.WriteAllLines(_originPath, [_address.AbsoluteUri, version.ToString()]);
        Version = version;
    }

    public ValueTask Append(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _content.WriteAsync(bytes, cancellationToken);

    /// <summary>Throws all of it away.</summary>
    public void Clear()
    {
        _content.SetLength(0);
        _content.Seek(0, SeekOrigin.Begin);
        File.Delete(_originPath);
        Version = null;
    }

    /// <summary>Keeps nothing of it once it is closed, and touches nothing before.</summary>
    public void Abandon() => Version = null;

    /// <summary>Ends it as the whole file.</summary>
    public void MoveTo(string target)
    {
        _content.Flush(flushToDisk: true);
        _content.Dispose();
        File.Move(Path, target, overwrite: true);
        File.Delete(_originPath);
    }

    /// <summary>Closes it. It stays for a later download to continue, unless it cannot be.</summary>
    public void Dispose()
    {
        bool isOfUse = _content.CanRead && _content.Length > 0 && Version is not null;
        _content.Dispose();
        if (isOfUse)
            return;
        File.Delete(Path);
        File.Delete(_originPath);
    }

    private RangeConditionHeaderValue? ReadVersion()
    {
        if (Length == 0 || !File.Exists(_originPath) || File.ReadAllLines(_originPath) is not [var address, var version])
            return null;
        bool isKnown = RangeConditionHeaderValue.TryParse(version, out RangeConditionHeaderValue? condition);
        return isKnown && address == _address.AbsoluteUri ? condition : null;
    }
}
