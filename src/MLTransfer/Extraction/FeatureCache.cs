using System.Collections.Concurrent;
using System.Globalization;
using MLTransfer.Data;

namespace MLTransfer.Extraction;

/// <summary>
/// Features, or activations, on disk, found by the key of the image they belong to. A folder holds the features of one network; its key is the
/// folder's name. Each cache adds to a file that it alone has claimed and reads all others, so processes need not wait for each other, and
/// one that is killed loses at most the entry it was writing. An entry that fails its checksum does not exist. Thread-safe.
/// </summary>
internal sealed class FeatureCache : IFeatureCache
{
    private readonly string _folder;
    private readonly int _length;
    private readonly Precision _precision;
    private readonly bool _writesNewFile;
    private readonly ConcurrentDictionary<ContentHash, Entry> _entries = new();
    private readonly List<FeatureFile> _files = [];
    private readonly Lock _writing = new();
    private FeatureFile? _own;
    private IDisposable? _claim;
    private bool _disposed;

    private FeatureCache(string folder, int length, Precision precision, bool writesNewFile)
        => (_folder, _length, _precision, _writesNewFile) = (folder, length, precision, writesNewFile);

    /// <inheritdoc/>
    public string? Problem { get; private set; }

    /// <summary>The number of entries.</summary>
    public int Count => _entries.Count;

    /// <summary>
    /// Opens the cache in a folder, which need not exist. A folder that cannot be used gives an empty cache with a <see cref="Problem"/>.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="length">The number of features an image.</param>
    /// <param name="precision">How they are kept: <see cref="Precision.Float32"/> or <see cref="Precision.Float16"/>.</param>
    /// <param name="writesNewFile">Whether the first entry that is added begins a file, whatever files there are.</param>
    public static FeatureCache Open(string folder, int length, Precision precision = Precision.Float32, bool writesNewFile = false)
    {
        var cache = new FeatureCache(folder, length, precision, writesNewFile);
        try
        {
            if (Directory.Exists(folder))
                cache.ReadFiles();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            cache.Problem = e.Message;
        }

        return cache;
    }

    /// <inheritdoc/>
    public float[]? Find(ContentHash hash)
    {
        if (!_entries.ContainsKey(hash))
            return null;
        var features = new float[_length];
        return TryRead(hash, features) ? features : null;
    }

    /// <inheritdoc/>
    public bool TryRead(ContentHash hash, Span<float> features)
    {
        if (!_entries.TryGetValue(hash, out Entry? newest))
            return false;
        for (Entry? entry = newest; entry is not null; entry = entry.Other)
        {
            if (entry.File.TryRead(entry.Index, hash, features))
                return true;
        }

        _entries.TryRemove(KeyValuePair.Create(hash, newest));
        return false;
    }

    /// <inheritdoc/>
    public void Add(ContentHash hash, ReadOnlySpan<float> features)
    {
        lock (_writing)
        {
            if (_disposed || Problem is not null || _entries.ContainsKey(hash))
                return;
            try
            {
                _own ??= OpenOwnFile();
                _entries[hash] = new Entry(_own, _own.Append(hash, features), null);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Problem = e.Message;
            }
        }
    }

    public void Dispose()
    {
        // Another thread may be adding: it opens its file before this closes all of them, or not at all.
        lock (_writing)
        {
            _disposed = true;
            foreach (FeatureFile file in _files)
                file.Dispose();
            _claim?.Dispose();
        }
    }

    private void ReadFiles()
    {
        // Newest last, so that a recomputed entry is tried before the damaged one it replaces, unless a clock was set back.
        foreach (string path in Paths())
        {
            if (FeatureFile.TryOpen(path, _length, _precision) is not { } file)
                continue;
            _files.Add(file);
            for (long i = 0; i < file.Count; i++)
            {
                ContentHash hash = file.HashAt(i);
                _entries[hash] = new Entry(file, i, _entries.GetValueOrDefault(hash));
            }
        }
    }

    private IEnumerable<string> Paths() => Directory.EnumerateFiles(_folder, $"*{FeatureFile.Extension}").Order(StringComparer.Ordinal);

    private FeatureFile OpenOwnFile()
    {
        Directory.CreateDirectory(_folder);
        FeatureFile file = (_writesNewFile ? null : Paths().Select(TryContinue).FirstOrDefault(f => f is not null)) ?? CreateFile();
        _files.Add(file);
        return file;
    }

    /// <summary>Goes on with a file that was left, so that their number does not grow with every run.</summary>
    private FeatureFile? TryContinue(string path)
    {
        if (TryClaim(path) is not { } claim)
            return null;
        FeatureFile? file = FeatureFile.TryOpen(path, _length, _precision, FileAccess.ReadWrite);
        if (file is null)
            claim.Dispose();
        else
            _claim = claim;
        return file;
    }

    private FeatureFile CreateFile()
    {
        // The time sorts files by age; the rest keeps caches apart that start at the same moment.
        string name = string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyyMMddHHmmssfff}-{Guid.NewGuid():N}{FeatureFile.Extension}");
        string path = Path.Combine(_folder, name);
        _claim = TryClaim(path);
        return FeatureFile.Create(path, _length, _precision);
    }

    /// <summary>Claims a file for writing; null where another has it. The claim ends with the process, however that ends.</summary>
    private static FileStream? TryClaim(string path)
    {
        try
        {
            return new FileStream($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Where the features of an image are, and where else, should these be damaged.</summary>
    private sealed class Entry(FeatureFile file, long index, Entry? other)
    {
        public FeatureFile File => file;

        public long Index => index;

        public Entry? Other => other;
    }
}
