using System.Numerics.Tensors;

namespace MLTransfer.Training;

/// <summary>
/// What a linear head says of photos that it did not learn from: as many heads as folds, each for the photos of one fold, trained on the others.
/// Photos that show the same are in the same fold, so that none is judged by its copy.
/// </summary>
/// <param name="set">The photos.</param>
/// <param name="groups">For each photo a number that those share which show the same.</param>
/// <param name="classes">The number of classes.</param>
/// <param name="foldCount">The number of folds.</param>
/// <param name="seed">Decides which photo is in which fold.</param>
/// <param name="training">The number of threads, and what stops the work.</param>
internal sealed class CrossValidation(
    FeatureSet set, int[] groups, int classes, int foldCount, int seed, ImageTransferTrainer.Options training)
{
    /// <summary>With fewer distinct photos, what is left of a class when one of them is left out is no class.</summary>
    public const int EnoughOfClass = 3;

    // The share that chooses the strength of regularisation.
    private const double HeldOut = .2;

    // Of few photos, much depends on which of them are in a fold: there the mean over several ways of dealing them out is taken.
    private const int FewPhotos = 2000;
    private const int RoundsOfFew = 4;

    private readonly int _threads = training.Threads ?? Environment.ProcessorCount;

    /// <summary>The probabilities of each photo's classes; null for photos of classes with too few photos to judge by.</summary>
    public float[]?[] Predict()
    {
        var probabilities = new float[]?[set.Count];
        var random = new Random(seed);
        int rounds = set.Count <= FewPhotos ? RoundsOfFew : 1;
        HeadTrainer? trainer = null;
        for (int round = 0; round < rounds; round++)
        {
            int[] folds = Assign(random, out bool[] isJudged);
            if (set.Labels.Where((_, row) => isJudged[row]).Distinct().Count() < 2)
                return probabilities;
            trainer ??= new HeadTrainer(Options(ChooseStrength()), _threads);
            for (int fold = 0; fold < foldCount; fold++)
                Judge(trainer, folds, fold, isJudged, 1f / rounds, probabilities);
        }

        return probabilities;
    }

    /// <summary>Adds what a head trained on the other folds says of the photos of one.</summary>
    private void Judge(HeadTrainer trainer, int[] folds, int fold, bool[] isJudged, float weight, float[]?[] probabilities)
    {
        int[] judged = [.. Enumerable.Range(0, set.Count).Where(row => folds[row] == fold && isJudged[row])];
        if (judged.Length == 0)
            return;
        FeatureSet others = set.Select(Enumerable.Range(0, set.Count).Where(row => folds[row] != fold));
        LinearHead head = trainer.Train(others, validation: null, classes).Head;
        foreach (int row in judged)
        {
            float[] sum = probabilities[row] ??= new float[classes];
            TensorPrimitives.MultiplyAdd(head.Score(set.Features[row]), weight, sum, sum);
        }
    }

    private double? ChooseStrength()
    {
        (FeatureSet train, FeatureSet validation) = HoldOut.Split(set, HeldOut, seed);
        return validation.Count == 0 ? null : new HeadTrainer(Options(null), _threads).Train(train, validation, classes).L2;
    }

    private ImageTransferTrainer.Options Options(double? strength) => new()
    {
        L2Regularization = strength,
        Seed = seed,
        CancellationToken = training.CancellationToken,
    };

    /// <summary>Deals the groups of each class out to the folds. A group counts to the class of its first photo.</summary>
    private int[] Assign(Random random, out bool[] isJudged)
    {
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
                    (folds[row], judged[row]) = (next % foldCount, dealt.Length >= EnoughOfClass);
                next++;
            }
        }

        isJudged = judged;
        return folds;
    }
}
