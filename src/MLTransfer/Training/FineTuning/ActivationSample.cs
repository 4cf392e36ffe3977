using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer.Training.FineTuning;

/// <summary>A few images with what the frozen network gives for them.</summary>
/// <param name="Activations">At the end of the frozen part, one image after the other.</param>
/// <param name="Features">At the end of the network before fine-tuning.</param>
internal sealed record ActivationSample(float[] Activations, IReadOnlyList<float[]> Features)
{
    /// <summary>The first images of a set.</summary>
    public static ActivationSample Of(FeatureSet set, FeatureExtractor extractor, int largest)
    {
        int count = Math.Min(largest, set.Count);
        (ImageItem Item, ContentHash Key)[] items = [.. Enumerable.Range(0, count).Select(i => (set.Items[i], set.Items[i].View.KeyOf(set.Hashes[i])))];
        var activations = new float[count * extractor.Network.Tap!.Length];
        extractor.ReadActivations(items, keep: true, activations, CancellationToken.None);
        return new ActivationSample(activations, [.. set.Features.Take(count)]);
    }
}
