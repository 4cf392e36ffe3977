using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Runtime;
using MLTransfer.Data;
using MLTransfer.Imaging;

namespace MLTransfer.Extraction;

/// <summary>
/// Turns images into features. Every thread reads, looks up, decodes and runs the network on a few images at a time, with one thread
/// in the network: so decoding and inference overlap, no thread waits for another, and the cores are never oversubscribed.
/// </summary>
internal sealed class FeatureExtractor : IImageExtractor
{
    // One may wait for memory or a thread that another holds. More would only take more memory.
    private const int SinglesPerThread = 2;

    private readonly ExtractionOptions _options;
    private readonly PixelPipeline _pixels;
    private readonly string? _features;
    private readonly IFeatureCache? _cache;
    private readonly int _threads;
    private readonly BatchedNetwork _batches;
    private readonly BatchedNetwork _singles;
    private readonly SemaphoreSlim _room;
    private readonly ActivationReader? _reader;
    private volatile bool _disposed;
    private int _reportedCacheProblem;

    public FeatureExtractor(ImageNetwork network, ExtractionOptions options)
    {
        Bounds.Require(options.BatchSize >= 1, options.BatchSize, "at least 1", nameof(options.BatchSize));
        Bounds.Require(options.Threads is null or >= 1, options.Threads, "at least 1, or null for one a processor", nameof(options.Threads));
        Network = network;
        _options = options;
        _threads = options.Threads ?? Environment.ProcessorCount;
        _pixels = new PixelPipeline(network.Resize, options.Limits, options.Background);
        if (options.Cache)
        {
            _features = FolderOf(network);
            _cache = network.Parts.Count == 0 ? CacheOf(network) : new JointFeatureCache([.. network.Parts.Select(p => (CacheOf(p), p.Length))]);
        }

        // With a warm cache no session is ever needed.
        _batches = new BatchedNetwork(network, options.BatchSize);
        _singles = new BatchedNetwork(network, batchSize: 1, _threads);
        _room = new SemaphoreSlim(SinglesPerThread * _threads);
        if (network.Tap is null)
            return;
        string? folder = options.Cache
            ? Workspace.ActivationFolder(options.WorkspacePath, network.ActivationKey(options.Background, options.Limits))
            : null;
        Activations = new ActivationStore(network, folder, options.WritesNewFiles);
        _reader = new ActivationReader(network, Activations, _pixels, options.BatchSize, _threads);

        string FolderOf(ImageNetwork part) => Workspace.FeatureFolder(options.WorkspacePath, part.CacheKey(options.Background, options.Limits));
        IFeatureCache CacheOf(ImageNetwork part) => FeatureCache.Open(FolderOf(part), part.Length, writesNewFile: options.WritesNewFiles);
    }

    public ImageNetwork Network { get; }

    /// <summary>The activations at the network's tap; null where it has none.</summary>
    public ActivationStore? Activations { get; }

    /// <summary>Why features are not kept although they should be; null while all is well.</summary>
    public string? CacheProblem => _cache?.Problem;

    /// <summary>Logs, once, why features are not kept in the cache, if they are not.</summary>
    public void ReportCacheProblem(IHostEnvironment environment)
    {
        if (CacheProblem is { } problem && Interlocked.Exchange(ref _reportedCacheProblem, 1) == 0)
            environment.Warn($"Features are not kept in the cache: {problem}");
    }

    /// <summary>For those to whom features matter only where they are kept.</summary>
    /// <exception cref="WorkspaceException">The disk is full, or the folder cannot be written.</exception>
    public void ThrowIfNotKept()
    {
        if (CacheProblem is { } problem)
        {
            throw new WorkspaceException(
                _features!, $"features cannot be kept here: {problem.TrimEnd('.')}. Free some space, or set another " +
                $"{nameof(ExtractionOptions.WorkspacePath)}. What is there already stays valid.");
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ExtractedImage> Extract(
        IEnumerable<ImageSource> sources, long? total, bool reuse, IProgress<ExtractionProgress>? progress, CancellationToken cancellationToken)
        => Extract(sources.Select(source => new ImageItem(source, default)), total, reuse, progress, cancellationToken);

    /// <summary>
    /// Extracts the features of versions of images, in their order, and keeps the activations at the network's tap, if it has one, from the same
    /// pass. Memory is bounded, whatever their number.
    /// </summary>
    /// <param name="items">The images and their versions.</param>
    /// <param name="total">Their number, for the progress reports, where it is known.</param>
    /// <param name="reuse">Whether features in the cache are used; with a tap, only where the activations are there as well.</param>
    /// <param name="progress">Is told how far the extraction is.</param>
    /// <param name="cancellationToken">Stops the extraction.</param>
    /// <param name="fillsCache">Whether it is done to fill the cache alone: then no features come out, and no memory is spent on them.</param>
    /// <exception cref="WorkspaceException">Activations are to be kept, and the workspace cannot take them.</exception>
    public IEnumerable<ExtractedImage> Extract(
        IEnumerable<ImageItem> items, long? total, bool reuse, IProgress<ExtractionProgress>? progress, CancellationToken cancellationToken,
        bool fillsCache = false)
    {
        var extractor = new BatchExtractor(_pixels, _cache, Activations, _batches) { Reuse = reuse, FillsCache = fillsCache };
        using var run = new RunOptions();
        using var registration = cancellationToken.Register(() => run.Terminate = true);
        var clock = Stopwatch.StartNew();
        long done = 0, cached = 0;
        foreach (ExtractedImage[] batch in OrderedPipeline.Run(
            TaperedBatches.Of(items, _options.BatchSize, total, _threads), ExtractBatch, _threads, cancellationToken))
        {
            foreach (ExtractedImage image in batch)
                yield return image;
            done += batch.Length;
            cached += batch.Count(i => i.FromCache);
            double rate = done / clock.Elapsed.TotalSeconds;
            TimeSpan? remaining = total is null ? null : TimeSpan.FromSeconds(Math.Max(0, total.Value - done) / rate);
            progress?.Report(new ExtractionProgress(done, total, cached, rate, remaining));
        }

        ExtractedImage[] ExtractBatch(ImageItem[] batch, CancellationToken stop)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return extractor.Extract(batch, run, stop);
        }
    }

    /// <summary>
    /// Extracts the features of one image, with all threads on it. Of many callers a few go on at a time, and share the threads: so memory is
    /// bounded, whatever their number.
    /// </summary>
    /// <exception cref="BadImageException">The image cannot be used.</exception>
    public float[] ExtractOne(ImageSource source)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _room.Wait();
        BatchedNetwork.Buffers? buffers = null;
        try
        {
            using ImageContent content = ImageContent.Read(source, _options.Limits);
            buffers = _singles.Rent();
            _pixels.Decode(content, buffers.Image(0));
            using var run = new RunOptions();
            _singles.Run(buffers, 1, run, CancellationToken.None);
            ReadOnlySpan<float> features = buffers.Result(0, 0);
            return Network.FindFault(source.Name, features) is { } fault ? throw new BadImageException(fault) : features.ToArray();
        }
        finally
        {
            if (buffers is not null)
                _singles.Return(buffers);
            _room.Release();
        }
    }

    /// <summary>Computes the features of images that are the network's input already, by what <see cref="ExtractOne"/> computes with.</summary>
    /// <param name="images">RGB planes, 0..255, image by image.</param>
    /// <param name="count">How many images there are.</param>
    public float[] Compute(float[] images, int count)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var features = new float[checked(count * Network.Length)];
        _singles.Run(images, count, features);
        return features;
    }

    /// <summary>
    /// The activations of a batch at the network's tap: those in the store are read, the others computed, on all threads. A file is only read
    /// where it has to be computed. Thread-safe.
    /// </summary>
    /// <param name="items">The images, their versions, and the keys under which they were extracted.</param>
    /// <param name="keep">Whether what had to be computed is kept.</param>
    /// <param name="destination">Receives the activations, <c>[items, ...shape]</c>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="BadImageException">An image can no longer be used, or is not the one that the key was made of.</exception>
    /// <exception cref="WorkspaceException">Activations are to be kept, and the workspace cannot take them.</exception>
    public void ReadActivations(
        IReadOnlyList<(ImageItem Item, ContentHash Key)> items, bool keep, Memory<float> destination, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_reader is null)
            throw new InvalidOperationException($"{Network.Description} has no tap, so there are no activations to read.");
        _reader.Read(items, keep, destination, cancellationToken);
    }

    /// <summary>Frees the memory of extraction until it is needed again. No extraction may be under way.</summary>
    public void Rest()
    {
        _batches.Rest();
        _singles.Rest();
    }

    public void Dispose()
    {
        _disposed = true;
        _cache?.Dispose();
        _batches.Dispose();
        _reader?.Dispose();
        Activations?.Dispose();
        _singles.Dispose();
    }
}
