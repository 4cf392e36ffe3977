using MLTransfer.Data;
using MLTransfer.Training;

namespace MLTransfer.Evaluation;

/// <summary>Runs all checks on photos whose features and pixels are known.</summary>
internal static class DataAudit
{
    // Candidates for duplicates of each photo. Photos that are there more often are connected by others.
    private const int Candidates = 8;

    /// <param name="data">The photos that can be used.</param>
    /// <param name="bad">Those that cannot.</param>
    /// <param name="options">From where on something is worth a row.</param>
    /// <param name="training">The number of threads, and what stops the work.</param>
    /// <param name="predict">Gives the class that a model predicts for each path; null where there is no model.</param>
    public static AuditReport Run(
        AuditData data, IEnumerable<AuditFinding> bad, AuditOptions options, ImageTransferTrainer.Options training,
        Func<IEnumerable<string>, IReadOnlyDictionary<string, string>>? predict)
    {
        var findings = new List<AuditFinding>(bad);
        if (data.Count == 0)
            return new AuditReport(findings, 0);
        int threads = training.Threads ?? Environment.ProcessorCount;
        CancellationToken stop = training.CancellationToken;
        int[] firsts = FirstsWithContent(data);
        float[][] vectors = NeighbourSearch.UnitVectors(data.Set);
        var neighbours = new NeighbourSearch(vectors, data.Set.Labels, firsts, Candidates, options.OutlierNeighbours, threads, stop);
        (IReadOnlyList<NearDuplicate> pairs, int[] groups) =
            new DuplicateSearch(data, vectors, neighbours, options, threads).Find(firsts, stop);
        float[]?[] probabilities = new CrossValidation(
            data.Set, groups, data.Classes.Count, options.Folds, options.Seed, training).Predict();

        findings.AddRange(DuplicateSearch.Describe(data, pairs));
        findings.AddRange(LabelSuspects.Find(data, probabilities));
        findings.AddRange(OutlierSearch.Find(data, firsts, neighbours, options));
        findings.AddRange(ClassFindings.Imbalance(data, options));
        findings.AddRange(ClassFindings.Similar(data, probabilities, vectors, options));
        findings.AddRange(PhotoFindings.Find(data, options));
        int[] test = [.. Enumerable.Range(0, data.Count).Where(row => data.Parts[row] == ImagePart.Test)];
        int[] clean = [.. test.Except(Leaked(data, groups))];
        IReadOnlyDictionary<string, string>? predicted = predict?.Invoke(test.Select(row => data.Set.Names[row]));
        return new AuditReport(findings, data.Count)
        {
            CrossValidatedAccuracy = LabelSuspects.Accuracy(data, probabilities),
            TestImageCount = test.Length,
            LeakedTestImageCount = test.Length - clean.Length,
            TestAccuracy = Accuracy(data, test, predicted),
            TestAccuracyWithoutLeaks = Accuracy(data, clean, predicted),
        };
    }

    private static double? Accuracy(AuditData data, int[] rows, IReadOnlyDictionary<string, string>? predicted)
    {
        int[] known = [.. rows.Where(row => predicted?.ContainsKey(data.Set.Names[row]) == true)];
        return known.Length == 0 ? null : known.Average(row => predicted![data.Set.Names[row]] == data.LabelOf(row) ? 1.0 : 0);
    }

    private static int[] FirstsWithContent(AuditData data)
    {
        var firsts = new Dictionary<ContentHash, int>();
        return [.. Enumerable.Range(0, data.Count).Select(row => firsts.TryAdd(data.Set.Hashes[row], row) ? row : firsts[data.Set.Hashes[row]])];
    }

    /// <summary>The photos that show the same as one in an earlier set: of training, validation, test.</summary>
    private static IEnumerable<int> Leaked(AuditData data, int[] groups)
    {
        var earliest = new Dictionary<int, ImagePart?>();
        for (int row = 0; row < data.Count; row++)
        {
            if (!earliest.TryGetValue(groups[row], out ImagePart? part) || data.Parts[row] < part)
                earliest[groups[row]] = data.Parts[row];
        }

        return Enumerable.Range(0, data.Count).Where(row => earliest[groups[row]] < data.Parts[row]);
    }
}
