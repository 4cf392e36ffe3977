using BenchmarkDotNet.Attributes;
using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer.Benchmarks.Micro;

/// <summary>The cache on disk, an entry at a time; 512 features an entry as of ResNet18.</summary>
[MemoryDiagnoser]
public class FeatureCacheBenchmarks
{
    private const int Entries = 1024;
    private const int Length = 512;

    private readonly ContentHash[] _hashes = [.. Enumerable.Range(0, Entries).Select(i => ContentHash.Of(BitConverter.GetBytes(i)))];
    private readonly float[] _features = [.. Enumerable.Range(0, Length).Select(i => (float)i)];
    private string _folder = "";
    private FeatureCache? _cache;

    [GlobalSetup(Target = nameof(Find))]
    public void Fill()
    {
        Open();
        Add();
    }

    // A fresh cache each time: an entry that is there already would not be written, and one cache for all would fill the disk.
    [IterationSetup(Target = nameof(Add))]
    public void Open()
    {
        _folder = Directory.CreateTempSubdirectory("mltransfer-benchmark-").FullName;
        _cache = FeatureCache.Open(_folder, Length);
    }

    [IterationCleanup(Target = nameof(Add))]
    [GlobalCleanup(Target = nameof(Find))]
    public void Delete()
    {
        _cache!.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(OperationsPerInvoke = Entries)]
    public void Add()
    {
        foreach (ContentHash hash in _hashes)
            _cache!.Add(hash, _features);
    }

    [Benchmark(OperationsPerInvoke = Entries)]
    public int Find()
    {
        int found = 0;
        foreach (ContentHash hash in _hashes)
            found += _cache!.Find(hash) is null ? 0 : 1;
        return found;
    }
}
