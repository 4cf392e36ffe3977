using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer.Benchmarks.Contestants;

/// <summary>This library, from files.</summary>
internal sealed class LibraryExtraction : Contestant
{
    private readonly FeatureExtractor _extractor;
    private readonly ImageSource[] _sources;
    private readonly string? _workspace;

    private LibraryExtraction(
        string name, ContestantRole role, Precision precision, ImageNetwork network, PhotoSet photos, ExtractionOptions options)
        : base(NameFor(name, precision), role, precision)
    {
        _extractor = new FeatureExtractor(network, options);
        _sources = [.. photos.Paths.Select(p => new FileImageSource(p))];
        _workspace = options.WorkspacePath;
    }

    /// <summary>Nothing is kept, so that every round computes all features.</summary>
    public static LibraryExtraction WithoutCache(ImageNetwork network, PhotoSet photos, int threads, Precision precision = Precision.Float32)
        => new("mltransfer", ContestantRole.Library, precision, network, photos, new ExtractionOptions { Threads = threads, Cache = false });

    /// <summary>The first run fills a cache of this contestant's own, and later ones find everything in it.</summary>
    public static LibraryExtraction WithCache(ImageNetwork network, PhotoSet photos, int threads)
        => new("mltransfer, warm cache", ContestantRole.Cache, Precision.Float32, network, photos, new ExtractionOptions
        {
            Threads = threads,
            WorkspacePath = Directory.CreateTempSubdirectory("mltransfer-benchmark-").FullName,
        });

    public override IReadOnlyList<float[]> Run()
        => [.. _extractor.Extract(_sources, _sources.Length, reuse: true, progress: null, CancellationToken.None).Select(i => i.Features!)];

    public override void Dispose()
    {
        _extractor.Dispose();
        if (_workspace is not null)
            Directory.Delete(_workspace, recursive: true);
    }
}
