using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;

namespace MLTransfer.Extraction;

/// <summary>
/// A network with one thread a batch, as many batches at once as there are callers, and their memory, used again and again. The network is
/// not made before the first batch. Thread-safe, Dispose included.
/// </summary>
internal sealed class BatchedNetwork(ImageNetwork network, int batchSize) : IDisposable
{
    private readonly Lock _making = new();
    private readonly ConcurrentBag<Buffers> _buffers = [];
    private BatchInference? _inference;

    private BatchInference Inference
    {
        get
        {
            lock (_making)
                return _inference ??= new BatchInference(network, threads: 1);
        }
    }

    /// <summary>Memory for a batch; to be given back.</summary>
    public Buffers Rent()
        => _buffers.TryTake(out Buffers? buffers)
            ? buffers
            : new Buffers(batchSize, Inference.ImageLength, Inference.OutputLengths);

    public void Return(Buffers buffers) => _buffers.Add(buffers);

    /// <summary>Computes the outputs for the first <paramref name="count"/> images of a batch.</summary>
    /// <param name="buffers">The batch.</param>
    /// <param name="count">How many images there are.</param>
    /// <param name="run">Is terminated when <paramref name="stop"/> is cancelled.</param>
    /// <param name="stop">Stops the computation.</param>
    public void Run(Buffers buffers, int count, RunOptions run, CancellationToken stop)
    {
        try
        {
            Inference.Run(buffers.Images, count, run, buffers.Results);
        }
        catch (OnnxRuntimeException) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(stop);
        }
    }

    /// <summary>Frees the network and its memory, a few hundred MB, until the next batch. No batch may be under way.</summary>
    public void Rest()
    {
        lock (_making)
        {
            _inference?.Dispose();
            _inference = null;
        }

        _buffers.Clear();
    }

    public void Dispose()
    {
        lock (_making)
            _inference?.Dispose();
    }

    /// <summary>The memory of one batch.</summary>
    public sealed class Buffers(int batchSize, int imageLength, IReadOnlyList<int> outputLengths)
    {
        public float[] Images { get; } = Allocate(batchSize, imageLength);

        public float[][] Results { get; } = [.. outputLengths.Select(length => Allocate(batchSize, length))];

        public Span<float> Image(int index) => Images.AsSpan(index * imageLength, imageLength);

        public ReadOnlySpan<float> Result(int output, int index) => Results[output].AsSpan(index * outputLengths[output], outputLengths[output]);

        private static float[] Allocate(int batchSize, int length)
            => GC.AllocateUninitializedArray<float>(checked(batchSize * length), pinned: true);
    }
}
