using MLTransfer.Training;

namespace MLTransfer.Evaluation;

/// <summary>
/// What a linear head says of photos that it did not learn from: as many heads as folds, each for the photos of one fold, trained on the others.
/// Photos that show the same are in the same fold, so that none is judged by its copy.
/// </summary>
internal sealed class CrossValidation(FeatureSet set, int[] groups, int classes, AuditOptions options, ImageTransferTrainer.Options training)
{
    // With fewer distinct photos, what is left of a class when one of them is left out is no class.
    private const int EnoughOfClass = 3;

    // The share that chooses the strength of regularisation.
    private const double HeldOut = .2;

    /// <summary>The probabilities of each photo's classes; null for photos of classes with too few photos to judge by.</summary>
    public float[]?[] Predict()
    {
        var probabilities = new float[]?[set.Count];
        int[] folds = Assign(out bool[] isJudged);
        if (isJudged.Where((judged, row) => judged).Any() && set.Labels.Where((_, row) => isJudged[row]).Distinct().Count() >= 2)
        {
            var trainer = new HeadTrainer(Options(ChooseStrength()), training.Threads ?? Environment.ProcessorCount);
            for (int fold = 0; fold < options.Folds; fold++)
            {
                int[] judged = [.. Enumerable.Range(0, set.Count).Where(row => folds[row] == fold && isJudged[row])];
                if (judged.Length == 0)
                    continue;
                FeatureSet others = set.Select(Enumerable.Range(0, set.Count).Where(row => folds[row] != fold));
                LinearHead head = trainer.Train(others, validation: null, classes).Head;
                foreach (int row in judged)
                    probabilities[row] = head.Score(set.Features[row]);
            }
        }

        return probabilities;
    }

    private double? ChooseStrength()
    {
        (FeatureSet train, FeatureSet validation) = HoldOut.Split(set, HeldOut, options.Seed);
        return validation.Count == 0
            ? null
            : new HeadTrainer(Options(null), training.Threads ?? Environment.ProcessorCount).Train(train, validation, classes).L2;
    }

    private ImageTransferTrainer.Options Options(double? strength) => new()
    {
        L2Regularization = strength,
        Seed = options.Seed,
        CancellationToken = training.CancellationToken,
    };

    /// <summary>Deals the groups of each class out to the folds. A group counts to the class of its first photo.</summary>
    private int[] Assign(out bool[] isJudged)
    {
        var random = new Random(options.Seed);
        var folds = new int[set.Count];
        var judged = new bool[set.Count];
        int next = 0;
        var byClass = Enumerable.Range(0, set.Count).GroupBy(row => groups[row]).GroupBy(group => set.Labels[group.First()]).OrderBy(c => c.Key);
        foreach (var ofClass in byClass)
        {
            int[][] dealt = [.. ofClass.Select(group => group.ToArray())];
            random.Shuffle(dealt);
            foreach (int[] group in dealt)
            {
                foreach (int row in group)
                    (folds[row], judged[row]) = (next % options.Folds, dealt.Length >= EnoughOfClass);
                next++;
            }
        }

        isJudged = judged;
        return folds;
    }
}
