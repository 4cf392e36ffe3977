using System.Buffers;
using System.Collections.Concurrent;
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
internal sealed class FeatureExtractor : IDisposable
{
    private readonly ExtractionOptions _options;
    private readonly PixelPipeline _pixels;
    private readonly FeatureCache? _cache;
    private readonly int _threads;
    private readonly Lazy<BatchInference> _batches;
    private readonly Lazy<BatchInference> _singles;
    private readonly ConcurrentBag<BatchBuffers> _buffers = [];
    private volatile bool _disposed;
    private int _reportedCacheProblem;

    public FeatureExtractor(ImageNetwork network, ExtractionOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads ?? 1, 1);
        Network = network;
        _options = options;
        _threads = options.Threads ?? Environment.ProcessorCount;
        _pixels = new PixelPipeline(network.Resize, options.Limits, options.Background);
        if (options.Cache)
            _cache = FeatureCache.Open(Workspace.FeatureFolder(options.WorkspacePath, network.CacheKey(options.Background, options.Limits)), network.Length);
        // With a warm cache no session is ever needed.
        _batches = new(() => new BatchInference(network, threads: 1));
        _singles = new(() => new BatchInference(network, _threads));
    }

    public ImageNetwork Network { get; }

    /// <summary>Why features are not kept although they should be; null while all is well.</summary>
    public string? CacheProblem => _cache?.Problem;

    /// <summary>Logs, once, why features are not kept in the cache, if they are not.</summary>
    public void ReportCacheProblem(IHostEnvironment environment)
    {
        if (CacheProblem is { } problem && Interlocked.Exchange(ref _reportedCacheProblem, 1) == 0)
            environment.Warn($"Features are not kept in the cache: {problem}");
    }

    /// <summary>Extracts the features of images, in their order. Memory is bounded, whatever their number.</summary>
    /// <param name="sources">The images.</param>
    /// <param name="total">Their number, for the progress reports, where it is known.</param>
    /// <param name="reuse">Whether features in the cache are used.</param>
    /// <param name="progress">Is told how far the extraction is.</param>
    /// <param name="cancellationToken">Stops the extraction.</param>
    public IEnumerable<ExtractedImage> Extract(
        IEnumerable<ImageSource> sources, long? total, bool reuse, IProgress<ExtractionProgress>? progress, CancellationToken cancellationToken)
    {
        using var run = new RunOptions();
        using var registration = cancellationToken.Register(() => run.Terminate = true);
        var clock = Stopwatch.StartNew();
        long done = 0, cached = 0;
        foreach (ExtractedImage[] batch in OrderedPipeline.Run(
            TaperedBatches.Of(sources, _options.BatchSize, total, _threads), (chunk, stop) => ExtractBatch(chunk, reuse, run, stop), _threads,
            cancellationToken))
        {
            foreach (ExtractedImage image in batch)
                yield return image;
            done += batch.Length;
            cached += batch.Count(i => i.FromCache);
            double rate = done / clock.Elapsed.TotalSeconds;
            TimeSpan? remaining = total is null ? null : TimeSpan.FromSeconds(Math.Max(0, total.Value - done) / rate);
            progress?.Report(new ExtractionProgress(done, total, cached, rate, remaining));
        }
    }

    /// <summary>Extracts the features of one image, with all threads on it.</summary>
    /// <exception cref="BadImageException">The image cannot be used.</exception>
    public float[] ExtractOne(ImageSource source)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        BatchInference inference = _singles.Value;
        float[] pixels = ArrayPool<float>.Shared.Rent(inference.ImageLength);
        try
        {
            _pixels.Decode(ImageContent.Read(source, _options.Limits), pixels.AsSpan(0, inference.ImageLength));
            var features = new float[Network.Length];
            using var run = new RunOptions();
            inference.Run(pixels, 1, features, run);
            return FindFault(source.Name, features) is { } fault ? throw new BadImageException(fault) : features;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(pixels);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        _cache?.Dispose();
        if (_batches.IsValueCreated)
            _batches.Value.Dispose();
        if (_singles.IsValueCreated)
            _singles.Value.Dispose();
    }

    private ExtractedImage[] ExtractBatch(ImageSource[] sources, bool reuse, RunOptions run, CancellationToken stop)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var images = new ExtractedImage[sources.Length];
        var missing = new List<int>(sources.Length);
        BatchBuffers? buffers = null;
        try
        {
            for (int i = 0; i < sources.Length; i++)
            {
                stop.ThrowIfCancellationRequested();
                try
                {
                    ImageContent content = ImageContent.Read(sources[i], _options.Limits);
                    if (reuse && _cache?.Find(content.Hash) is { } features)
                    {
                        images[i] = new ExtractedImage(sources[i].Name, content.Hash, features, null, FromCache: true);
                        continue;
                    }

                    buffers ??= RentBuffers();
                    _pixels.Decode(content, buffers.Image(missing.Count));
                    images[i] = new ExtractedImage(sources[i].Name, content.Hash, null, null, FromCache: false);
                    missing.Add(i);
                }
                catch (BadImageException e)
                {
                    images[i] = new ExtractedImage(sources[i].Name, default, null, e.Image, FromCache: false);
                }
            }

            if (missing.Count > 0)
                Infer(images, missing, buffers!, run, stop);
            return images;
        }
        finally
        {
            if (buffers is not null)
                _buffers.Add(buffers);
        }
    }

    private void Infer(ExtractedImage[] images, List<int> missing, BatchBuffers buffers, RunOptions run, CancellationToken stop)
    {
        try
        {
            _batches.Value.Run(buffers.Images, missing.Count, buffers.Features, run);
        }
        catch (OnnxRuntimeException) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(stop);
        }

        for (int k = 0; k < missing.Count; k++)
        {
            float[] features = buffers.Features.AsSpan(k * Network.Length, Network.Length).ToArray();
            ExtractedImage image = images[missing[k]];
            if (FindFault(image.Name, features) is { } fault)
            {
                images[missing[k]] = image with { Bad = fault };
                continue;
            }

            images[missing[k]] = image with { Features = features };
            _cache?.Add(image.Hash, features);
        }
    }

    // One NaN would spread to all that is learned.
    private BadImage? FindFault(string name, float[] features)
        => Array.TrueForAll(features, float.IsFinite)
            ? null
            : new BadImage(name, BadImageKind.NotFinite, $"{Network.Description} gives numbers for it that are not finite");

    private BatchBuffers RentBuffers()
        => _buffers.TryTake(out BatchBuffers? buffers)
            ? buffers
            : new BatchBuffers(_options.BatchSize, _batches.Value.ImageLength, Network.Length);

    /// <summary>The memory of one batch, used again and again.</summary>
    private sealed class BatchBuffers(int batchSize, int imageLength, int featureLength)
    {
        public float[] Images { get; } = GC.AllocateUninitializedArray<float>(checked(batchSize * imageLength), pinned: true);

        public float[] Features { get; } = GC.AllocateUninitializedArray<float>(checked(batchSize * featureLength), pinned: true);

        public Span<float> Image(int index) => Images.AsSpan(index * imageLength, imageLength);
    }
}
