using Microsoft.ML.OnnxRuntime;
using MLTransfer.Data;
using MLTransfer.Imaging;

namespace MLTransfer.Extraction;

/// <summary>Reads, looks up, decodes and runs the network on a few images, on one thread. Thread-safe.</summary>
/// <param name="pixels">How images become pixels.</param>
/// <param name="cache">The features there are; null where none are kept.</param>
/// <param name="activations">The activations at the network's tap; null where it has none.</param>
/// <param name="network">The network.</param>
internal sealed class BatchExtractor(PixelPipeline pixels, IFeatureCache? cache, ActivationStore? activations, BatchedNetwork network)
{
    /// <summary>Whether features in the cache are used; with a tap, only where the activations are there as well.</summary>
    public required bool Reuse { get; init; }

    /// <summary>Whether the features are for the cache alone; the images that come out have none then.</summary>
    public required bool FillsCache { get; init; }

    public ExtractedImage[] Extract(ImageItem[] items, RunOptions run, CancellationToken stop)
    {
        var images = new ExtractedImage[items.Length];
        // Which of them have to be computed.
        var missing = new int[items.Length];
        int count = 0;
        BatchedNetwork.Buffers? buffers = null;
        try
        {
            for (int i = 0; i < items.Length; i++)
            {
                stop.ThrowIfCancellationRequested();
                (ImageSource source, ImageView view) = items[i];
                try
                {
                    using ImageContent content = ImageContent.Read(source, pixels.Limits);
                    ContentHash key = view.KeyOf(content.Hash);
                    if (Reuse && FindKept(key) is { } features)
                    {
                        images[i] = new ExtractedImage(source.Name, content.Hash, key, features, null, FromCache: true);
                        continue;
                    }

                    buffers ??= network.Rent();
                    pixels.Decode(content, view, buffers.Image(count));
                    images[i] = new ExtractedImage(source.Name, content.Hash, key, null, null, FromCache: false);
                    missing[count++] = i;
                }
                catch (BadImageException e)
                {
                    images[i] = new ExtractedImage(source.Name, default, default, null, e.Image, FromCache: false);
                }
            }

            if (count > 0)
                Infer(images, missing.AsSpan(0, count), buffers!, run, stop);
            return images;
        }
        finally
        {
            if (buffers is not null)
                network.Return(buffers);
        }
    }

    private float[]? FindKept(ContentHash key)
    {
        if (cache is null)
            return null;
        float[]? features = !FillsCache ? cache.Find(key) : cache.TryRead(key, []) ? [] : null;
        return features is not null && (activations is null || activations.IsWhole(key)) ? features : null;
    }

    private void Infer(ExtractedImage[] images, ReadOnlySpan<int> missing, BatchedNetwork.Buffers buffers, RunOptions run, CancellationToken stop)
    {
        network.Run(buffers, missing.Length, run, stop);
        for (int k = 0; k < missing.Length; k++)
        {
            ref ExtractedImage image = ref images[missing[k]];
            ReadOnlySpan<float> features = buffers.Result(0, k), tapped = activations is null ? [] : buffers.Result(1, k);
            if ((network.Network.FindFault(image.Name, features) ?? network.Network.FindFault(image.Name, tapped)) is { } fault)
            {
                image = image with { Bad = fault };
                continue;
            }

            image = image with { Features = FillsCache ? [] : features.ToArray() };
            // Activations first: an image whose features alone are there is computed again.
            activations?.Keep(image.Key, tapped);
            cache?.Add(image.Key, features);
        }
    }
}
