namespace MLTransfer.Training.FineTuning;

/// <summary>Features in memory as examples.</summary>
internal sealed class FeatureBatches(IReadOnlyList<float[]> features, IReadOnlyList<int> labels) : BatchSource
{
    public override IReadOnlyList<int> Labels => labels;

    public override IReadOnlyList<long> Shape { get; } = [features[0].Length];

    public override void Load(IReadOnlyList<int> examples, int epoch, Memory<float> destination)
    {
        for (int i = 0; i < examples.Count; i++)
            features[examples[i]].CopyTo(destination.Span[(i * Length)..]);
    }
}
