using System.Globalization;
using System.Numerics.Tensors;
using MLTransfer.Data;

namespace MLTransfer.Evaluation;

/// <summary>What there is to say about classes rather than photos: small ones, and such as look alike.</summary>
internal static class ClassFindings
{
    // Fewer mistakes are single photos, not two classes.
    private const int EnoughMistakes = 3;

    /// <summary>Classes with few photos.</summary>
    public static IEnumerable<AuditFinding> Imbalance(AuditData data, AuditOptions options)
    {
        int[] counts = data.ClassCounts;
        int largest = counts.Max();
        for (int c = 0; c < counts.Length; c++)
        {
            double ratio = counts[c] == 0 ? double.PositiveInfinity : (double)largest / counts[c];
            if (ratio < options.MaxImbalance && counts[c] >= options.MinClassImages)
                continue;
            string times = ratio < options.MaxImbalance ? "" : string.Create(
                CultureInfo.InvariantCulture, $"; '{data.Classes[Array.IndexOf(counts, largest)]}' has {largest:N0}{Times(ratio)}");
            yield return new AuditFinding(
                AuditFindingKind.ClassImbalance, ratio, $"'{data.Classes[c]}' has {Quantity.Of(counts[c], "usable photo")}{times}")
            { Labels = [data.Classes[c]] };
        }

        static string Times(double ratio) => double.IsFinite(ratio) ? string.Create(CultureInfo.InvariantCulture, $", {ratio:F1} times as many") : "";
    }

    /// <summary>Pairs of classes that a classifier takes for one another.</summary>
    /// <param name="data">The photos.</param>
    /// <param name="probabilities">What a classifier that did not learn from a photo says of it; null for those that are not judged.</param>
    /// <param name="vectors">The features, as vectors of length 1.</param>
    /// <param name="options">From where on classes look alike.</param>
    public static IEnumerable<AuditFinding> Similar(AuditData data, float[]?[] probabilities, float[][] vectors, AuditOptions options)
    {
        var taken = new Dictionary<(int Label, int Predicted), int>();
        var judged = new int[data.Classes.Count];
        for (int row = 0; row < data.Count; row++)
        {
            if (probabilities[row] is not { } scores)
                continue;
            int label = data.Set.Labels[row], predicted = TensorPrimitives.IndexOfMax<float>(scores);
            judged[label]++;
            if (predicted != label)
                taken[(label, predicted)] = taken.GetValueOrDefault((label, predicted)) + 1;
        }

        Lazy<float[]?[]> centroids = new(() => Centroids(data, vectors));
        foreach ((int a, int b) in taken.Keys.Select(k => (Math.Min(k.Label, k.Predicted), Math.Max(k.Label, k.Predicted))).Distinct().Order())
        {
            int there = taken.GetValueOrDefault((a, b)), back = taken.GetValueOrDefault((b, a));
            double share = (there + back) / (double)(judged[a] + judged[b]);
            if (there + back < EnoughMistakes || share < options.MinConfusion)
                continue;
            float cosine = TensorPrimitives.CosineSimilarity<float>(centroids.Value[a], centroids.Value[b]);
            yield return new AuditFinding(AuditFindingKind.SimilarClasses, share, string.Create(
                CultureInfo.InvariantCulture,
                $"A classifier that did not learn from them takes {there:N0} of {Quantity.Of(judged[a], "photo")} of '{data.Classes[a]}' for " +
                $"'{data.Classes[b]}', and {back:N0} of {judged[b]:N0} the other way round; the cosine of the classes' mean features is {cosine:F2}"))
            { Labels = [data.Classes[a], data.Classes[b]] };
        }
    }

    private static float[]?[] Centroids(AuditData data, float[][] vectors)
    {
        var sums = new float[]?[data.Classes.Count];
        for (int row = 0; row < data.Count; row++)
        {
            float[] sum = sums[data.Set.Labels[row]] ??= new float[vectors[row].Length];
            TensorPrimitives.Add(sum, vectors[row], sum);
        }

        return sums;
    }
}
