namespace MLTransfer.Training.FineTuning;

/// <summary>A run of numbers of one weight, with the gradient and moments that belong to them.</summary>
internal readonly ref struct WeightPart(Span<float> values, ReadOnlySpan<float> gradient, float[][] moments, int start)
{
    public Span<float> Values { get; } = values;

    public ReadOnlySpan<float> Gradient { get; } = gradient;

    public Span<float> Moment(int index) => moments[index].AsSpan(start, Values.Length);
}
