using System.Numerics.Tensors;
using MLTransfer.Benchmarks.Contestants;

namespace MLTransfer.Benchmarks;

/// <summary>A contestant with what was measured of it.</summary>
internal sealed class Standing(Contestant contestant) : MeasuredRounds
{
    public Contestant Contestant => contestant;

    /// <summary>The median cosine between this contestant's features and the limit's: near 1 if both did the same work.</summary>
    public double Agreement { get; private set; }

    public void Compare(IReadOnlyList<float[]> features, IReadOnlyList<float[]> expected)
        => Agreement = Median(features.Zip(expected, (a, b) => (double)TensorPrimitives.CosineSimilarity<float>(a, b)));
}
