using System.Numerics.Tensors;
using MLTransfer.Benchmarks.Contestants;

namespace MLTransfer.Benchmarks;

/// <summary>What was measured of a contestant.</summary>
/// <param name="name">The contestant.</param>
/// <param name="role">What it is measured for.</param>
/// <param name="precision">The arithmetic of its network.</param>
internal sealed class Standing(string name, ContestantRole role, Precision precision) : MeasuredRounds
{
    public string Name => name;

    public ContestantRole Role => role;

    public Precision Precision => precision;

    /// <summary>
    /// The median cosine between this contestant's features and the limit's: near 1 if both did the same work. Null where there are no features.
    /// </summary>
    public double? Agreement { get; private set; }

    public void Compare(IReadOnlyList<float[]>? features, IReadOnlyList<float[]> expected)
        => Agreement = features is null
            ? null
            : Median.Of(features.Zip(expected, (a, b) => (double)TensorPrimitives.CosineSimilarity<float>(a, b)));
}
