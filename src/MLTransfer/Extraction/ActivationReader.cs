using Microsoft.ML.OnnxRuntime;
using MLTransfer.Data;
using MLTransfer.Imaging;

namespace MLTransfer.Extraction;

/// <summary>
/// Gives activations to training: from the store, and computed by the part of the network below the tap where they are not there.
/// Thread-safe.
/// </summary>
internal sealed class ActivationReader(ImageNetwork network, ActivationStore store, PixelPipeline pixels, int batchSize, int threads) : IDisposable
{
    private readonly Lazy<BatchedNetwork> _below = new(() => new BatchedNetwork(network.BelowTap(), batchSize));
    private volatile bool _disposed;

    /// <inheritdoc cref="FeatureExtractor.ReadActivations"/>
    public void Read(
        IReadOnlyList<(ImageItem Item, ContentHash Key)> items, bool keep, Memory<float> destination, CancellationToken cancellationToken)
    {
        if (destination.Length != (long)items.Count * store.Length)
        {
            throw new ArgumentException(
                $"{items.Count} images have {(long)items.Count * store.Length} floats, and there is room for {destination.Length}.",
                nameof(destination));
        }

        using var run = new RunOptions();
        using var registration = cancellationToken.Register(() => run.Terminate = true);
        IEnumerable<int[]> batches = TaperedBatches.Of(Enumerable.Range(0, items.Count), batchSize, items.Count, threads);
        // Counting is what makes it run.
        _ = OrderedPipeline.Run(batches, ReadBatch, threads, cancellationToken).Count();

        int ReadBatch(int[] places, CancellationToken stop)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            List<int> missing = [.. places.Where(i => !store.TryRead(items[i].Key, Room(i)))];
            if (missing.Count > 0)
                Compute(missing, stop);
            return places.Length;
        }

        void Compute(List<int> missing, CancellationToken stop)
        {
            BatchedNetwork below = _below.Value;
            BatchedNetwork.Buffers buffers = below.Rent();
            try
            {
                for (int k = 0; k < missing.Count; k++)
                {
                    stop.ThrowIfCancellationRequested();
                    Decode(items[missing[k]], buffers.Image(k));
                }

                below.Run(buffers, missing.Count, run, stop);
                for (int k = 0; k < missing.Count; k++)
                {
                    (ImageItem item, ContentHash key) = items[missing[k]];
                    ReadOnlySpan<float> activations = buffers.Result(0, k);
                    if (network.FindFault(item.Source.Name, activations) is { } fault)
                        throw new BadImageException(fault);
                    if (keep)
                        store.Keep(key, activations);
                    activations.CopyTo(Room(missing[k]));
                    Round(Room(missing[k]));
                }
            }
            finally
            {
                below.Return(buffers);
            }
        }

        Span<float> Room(int index) => destination.Span.Slice(index * store.Length, store.Length);
    }

    public void Dispose()
    {
        _disposed = true;
        if (_below.IsValueCreated)
            _below.Value.Dispose();
    }

    // To what would be read if it had been kept: what training sees does not depend on what is in the cache.
    private void Round(Span<float> activations)
    {
        if (network.Tap!.Precision != Precision.Float16)
            return;
        foreach (ref float number in activations)
            number = (float)(Half)number;
    }

    private void Decode((ImageItem Item, ContentHash Key) wanted, Span<float> destination)
    {
        using ImageContent content = ImageContent.Read(wanted.Item.Source, pixels.Limits);
        if (wanted.Item.View.KeyOf(content.Hash) != wanted.Key)
        {
            throw BadImageException.For(
                content.Name, BadImageKind.Changed,
                "it holds another image than when its features were extracted. Leave the images alone during training");
        }

        pixels.Decode(content, wanted.Item.View, destination);
    }
}
