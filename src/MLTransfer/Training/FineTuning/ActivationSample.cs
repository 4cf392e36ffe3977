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
        int[] rows = [.. Enumerable.Range(0, Math.Min(largest, set.Count))];
        return new ActivationSample(set.ActivationsOf(rows, extractor), [.. set.Features.Take(rows.Length)]);
    }

    /// <summary>The logits of a classifier for them.</summary>
    /// <param name="candidate">The classifier.</param>
    /// <param name="top">What it has above the frozen part.</param>
    public IReadOnlyList<float[]> LogitsOf(Candidate candidate, TopNetwork top)
        => [.. top.Run(Activations, Features.Count).Select(f => candidate.Head.Output.Logits(f))];
}
