using System.Numerics.Tensors;
using MLTransfer.Training;

namespace MLTransfer.Evaluation;

/// <summary>
/// Finds the nearest neighbours of all rows, exactly: every pair is compared, block by block so that the vectors stay in the processor's cache,
/// on all threads. Memory grows with the rows, not with the pairs; time with the pairs.
/// </summary>
internal sealed class NeighbourSearch
{
    // 32 vectors of 512 floats are 64 KiB: two blocks fit into the second cache of any processor of today.
    private const int Block = 32;

    private readonly NearestRows[] _all;
    private readonly NearestRows[] _sameClass;

    /// <param name="vectors">Vectors of length 1.</param>
    /// <param name="labels">The class of each.</param>
    /// <param name="firsts">The first row with the content of each; the others are nobody's neighbours, and have none.</param>
    /// <param name="anyClass">How many neighbours of any class are kept.</param>
    /// <param name="sameClass">How many of the same class.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="stop">Stops the search.</param>
    public NeighbourSearch(
        float[][] vectors, IReadOnlyList<int> labels, int[] firsts, int anyClass, int sameClass, int threads, CancellationToken stop)
    {
        _all = [.. vectors.Select(_ => new NearestRows(anyClass))];
        _sameClass = [.. vectors.Select(_ => new NearestRows(sameClass))];
        int[] classes = [.. labels], distinct = [.. Enumerable.Range(0, vectors.Length).Where(row => firsts[row] == row)];
        int[][] blocks = [.. distinct.Chunk(Block)];
        // Each thread has rows of its own, so that none waits for another, and the result does not depend on their number.
        Parallel.ForEach(blocks, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = stop }, block =>
        {
            foreach (int[] others in blocks)
            {
                stop.ThrowIfCancellationRequested();
                Compare(vectors, classes, block, others);
            }
        });
    }

    /// <summary>The nearest rows of any class.</summary>
    public ReadOnlySpan<Neighbour> Nearest(int row) => _all[row].Nearest;

    /// <summary>The nearest rows of the same class.</summary>
    public ReadOnlySpan<Neighbour> NearestOfClass(int row) => _sameClass[row].Nearest;

    /// <summary>Features as vectors of length 1, each feature standardised first so that none drowns the others.</summary>
    public static float[][] UnitVectors(FeatureSet set)
    {
        Standardisation standardisation = Standardisation.Of(set);
        return [.. set.Features.AsParallel().AsOrdered().Select(features =>
        {
            float[] vector = standardisation.Apply(features);
            float length = TensorPrimitives.Norm<float>(vector);
            if (length > 0)
                TensorPrimitives.Divide(vector, length, vector);
            return vector;
        })];
    }

    private void Compare(float[][] vectors, int[] labels, int[] rows, int[] others)
    {
        foreach (int row in rows)
        {
            float[] vector = vectors[row];
            foreach (int other in others)
            {
                if (row == other)
                    continue;
                float cosine = TensorPrimitives.Dot<float>(vector, vectors[other]);
                _all[row].Add(other, cosine);
                if (labels[row] == labels[other])
                    _sameClass[row].Add(other, cosine);
            }
        }
    }
}
