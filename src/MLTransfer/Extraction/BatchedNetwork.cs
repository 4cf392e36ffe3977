using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;

namespace MLTransfer.Extraction;

/// <summary>
/// A network that takes as many batches at once as there are callers, and their memory, used again and again. The network is not made before
/// the first batch. Thread-safe, Dispose included.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="batchSize">The most images of a batch.</param>
/// <param name="threads">The number of threads that work on one batch.</param>
internal sealed class BatchedNetwork(ImageNetwork network, int batchSize, int threads = 1) : IDisposable
{
    private readonly Lock _making = new();
    private readonly ConcurrentBag<Buffers> _buffers = [];
    private BatchInference? _inference;
    private volatile bool _disposed;

    public ImageNetwork Network => network;

    private BatchInference Inference
    {
        get
        {
            lock (_making)
                return _inference ??= new BatchInference(network, threads);
        }
    }

    /// <summary>Memory for a batch; to be given back.</summary>
    public Buffers Rent()
        => _buffers.TryTake(out Buffers? buffers)
            ? buffers
            : new Buffers(batchSize, Inference.ImageLength, Inference.OutputLengths);

    public void Return(Buffers buffers)
    {
        _buffers.Add(buffers);
        if (_disposed)
            FreeBuffers();
    }

    /// <summary>Computes the outputs for the first <paramref name="count"/> images of a batch.</summary>
    /// <param name="buffers">The batch.</param>
    /// <param name="count">How many images there are.</param>
    /// <param name="run">Is terminated when <paramref name="stop"/> is cancelled.</param>
    /// <param name="stop">Stops the computation.</param>
    public void Run(Buffers buffers, int count, RunOptions run, CancellationToken stop)
    {
        try
        {
            BatchInference inference = Inference;
            inference.Run(buffers.Bound(count, inference), run);
        }
        catch (OnnxRuntimeException) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(stop);
        }
    }

    /// <summary>Computes the network's own output for images in memory of the caller's.</summary>
    public void Run(float[] images, int count, float[] results)
    {
        using var run = new RunOptions();
        Inference.Run(images, count, run, results);
    }

    /// <summary>Frees the network and its memory, a few hundred MB, until the next batch. No batch may be under way.</summary>
    public void Rest()
    {
        lock (_making)
        {
            _inference?.Dispose();
            _inference = null;
        }

        FreeBuffers();
    }

    public void Dispose()
    {
        _disposed = true;
        lock (_making)
            _inference?.Dispose();
        FreeBuffers();
    }

    private void FreeBuffers()
    {
        while (_buffers.TryTake(out Buffers? buffers))
            buffers.Dispose();
    }

    /// <summary>The memory of one batch.</summary>
    public sealed class Buffers(int batchSize, int imageLength, IReadOnlyList<int> outputLengths) : IDisposable
    {
        // One for each number of images that there has been.
        private readonly BoundBatch?[] _bound = new BoundBatch?[batchSize + 1];

        public float[] Images { get; } = Allocate(batchSize, imageLength);

        public float[][] Results { get; } = [.. outputLengths.Select(length => Allocate(batchSize, length))];

        public Span<float> Image(int index) => Images.AsSpan(index * imageLength, imageLength);

        public ReadOnlySpan<float> Result(int output, int index) => Results[output].AsSpan(index * outputLengths[output], outputLengths[output]);

        /// <summary>The first images and their results, for a network of these lengths.</summary>
        public BoundBatch Bound(int count, BatchInference inference) => _bound[count] ??= inference.Bind(Images, count, Results);

        public void Dispose()
        {
            foreach (BoundBatch? bound in _bound)
                bound?.Dispose();
        }

        private static float[] Allocate(int batchSize, int length)
            => GC.AllocateUninitializedArray<float>(checked(batchSize * length), pinned: true);
    }
}
