using System.Globalization;
using System.Numerics.Tensors;

namespace MLTransfer.Evaluation;

/// <summary>
/// A photo is a suspect if another class than its label is the most probable one. Suspects are ranked by their normalised margin. Those that
/// confident learning counts as errors, as the other class is at least as probable as it is for its own photos on average, are told apart by their
/// reason.
/// </summary>
/// <remarks>
/// Northcutt, Jiang, Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", 2021, sections 3.1 and 3.2. To list only what it counts
/// would lose errors: where a class is easy, the mean probability of its photos is so high that few wrong labels reach it.
/// </remarks>
internal static class LabelSuspects
{
    /// <param name="data">The photos.</param>
    /// <param name="probabilities">What a classifier that did not learn from a photo says of it; null for those that are not judged.</param>
    public static IEnumerable<AuditFinding> Find(AuditData data, float[]?[] probabilities)
    {
        double[] typical = TypicalConfidences(data, probabilities);
        for (int row = 0; row < data.Count; row++)
        {
            if (probabilities[row] is not { } scores)
                continue;
            int label = data.Set.Labels[row], claimed = TensorPrimitives.IndexOfMax<float>(scores);
            if (claimed == label)
                continue;
            double margin = scores[label] - scores[claimed];
            string reason = Reason(data, label, claimed, scores, isConfident: scores[claimed] >= typical[claimed]);
            yield return data.Find(AuditFindingKind.LabelSuspect, (1 - margin) / 2, reason, row) with
            {
                Labels = [data.Classes[label], data.Classes[claimed]],
            };
        }
    }

    /// <summary>The share of the photos judged for which the most probable class is the label.</summary>
    public static double Accuracy(AuditData data, float[]?[] probabilities)
    {
        int[] judged = [.. Enumerable.Range(0, data.Count).Where(row => probabilities[row] is not null)];
        return judged.Length == 0
            ? double.NaN
            : judged.Average(row => TensorPrimitives.IndexOfMax<float>(probabilities[row]) == data.Set.Labels[row] ? 1.0 : 0);
    }

    /// <summary>For each class the mean probability of it among the photos that are labelled so; beyond any where there is none.</summary>
    private static double[] TypicalConfidences(AuditData data, float[]?[] probabilities)
    {
        var sums = new double[data.Classes.Count];
        var counts = new int[data.Classes.Count];
        for (int row = 0; row < data.Count; row++)
        {
            if (probabilities[row] is not { } scores)
                continue;
            sums[data.Set.Labels[row]] += scores[data.Set.Labels[row]];
            counts[data.Set.Labels[row]]++;
        }

        return [.. sums.Select((sum, c) => counts[c] == 0 ? double.PositiveInfinity : sum / counts[c])];
    }

    private static string Reason(AuditData data, int label, int claimed, float[] scores, bool isConfident)
    {
        string sure = isConfident ? ", as sure as of photos of that class" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"A classifier that did not learn from it takes it for '{data.Classes[claimed]}' ({scores[claimed]:P1}{sure}); its label " +
            $"'{data.Classes[label]}' has {scores[label]:P1}");
    }
}
