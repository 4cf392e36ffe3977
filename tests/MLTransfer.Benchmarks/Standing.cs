using System.Numerics.Tensors;
using MLTransfer.Benchmarks.Contestants;

namespace MLTransfer.Benchmarks;

/// <summary>A contestant with what was measured of it.</summary>
internal sealed class Standing(Contestant contestant)
{
    public Contestant Contestant => contestant;

    /// <summary>All rounds, in their order.</summary>
    public List<Measurement> Rounds { get; } = [];

    /// <summary>Whether no round was free of contention, so that the contended ones had to count.</summary>
    public bool IsDoubtful => Rounds.All(r => r.IsContended);

    /// <summary>The median of the rounds free of contention; of all rounds if there are none.</summary>
    public double MedianSpeed => Median(Rounds.Where(r => IsDoubtful || !r.IsContended).Select(r => r.ImagesPerSecond));

    /// <summary>The median cosine between this contestant's features and the limit's: near 1 if both did the same work.</summary>
    public double Agreement { get; private set; }

    public void Compare(IReadOnlyList<float[]> features, IReadOnlyList<float[]> expected)
        => Agreement = Median(features.Zip(expected, (a, b) => (double)TensorPrimitives.CosineSimilarity<float>(a, b)));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
