using System.Globalization;
using System.Numerics.Tensors;

namespace MLTransfer.Evaluation;

/// <summary>
/// Confident learning: a photo is a suspect if the probability of another class than its label is as high as that of a typical photo of that class.
/// Suspects are ranked by their normalised margin.
/// </summary>
/// <remarks>Northcutt, Jiang, Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", 2021, sections 3.1 and 3.2.</remarks>
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
            int label = data.Set.Labels[row], claimed = ConfidentClass(scores, typical);
            if (claimed < 0 || claimed == label)
                continue;
            // (1 - margin) / 2, the margin being the probability of the label less that of the most probable other class.
            double margin = scores[label] - scores.Where((_, c) => c != label).Max();
            yield return data.Find(AuditFindingKind.LabelSuspect, (1 - margin) / 2, Reason(data, label, claimed, scores), row) with
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

    private static int ConfidentClass(float[] scores, double[] typical)
    {
        int found = -1;
        for (int c = 0; c < scores.Length; c++)
        {
            if (scores[c] >= typical[c] && (found < 0 || scores[c] > scores[found]))
                found = c;
        }

        return found;
    }

    private static string Reason(AuditData data, int label, int claimed, float[] scores) => string.Create(
        CultureInfo.InvariantCulture,
        $"A classifier that did not learn from it takes it for '{data.Classes[claimed]}' ({scores[claimed]:P1}); its label '{data.Classes[label]}' has " +
        $"{scores[label]:P1}");
}
