using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using MLTransfer.Training;

namespace MLTransfer.Tests.Training;

public class MaximumEntropyTests
{
    [Fact]
    public void The_head_agrees_with_ML_NETs_own_trainer_of_the_same_objective()
    {
        const double l2 = .05;
        FeatureSet train = Blobs.Create(80, 3, 6);
        var standardisation = Standardisation.Of(train);
        var ml = new MLContext(seed: 1);
        IDataView rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, train.Count)
            .Select(i => new Row { Features = standardisation.Apply(train.Features[i]), Label = (uint)train.Labels[i] }).ToList());
        // ML.NET adds the penalty to the sum of the losses, not to their mean.
        IDataView scored = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
        {
            L1Regularization = 0,
            L2Regularization = (float)(l2 * train.Count),
            OptimizationTolerance = 1e-9f,
        }).Fit(rows).Transform(rows);

        LinearHead head = new HeadTrainer(new() { L2Regularization = l2 }, threads: 2).Train(train, null, 3).Head;
        Assert.All(
            scored.GetColumn<float[]>("Score").Zip(train.Features),
            pair => Assert.All(pair.First.Zip(head.Score(pair.Second)), p => Assert.Equal(p.First, p.Second, 1e-3f)));
    }

    private sealed class Row
    {
        [VectorType(6)]
        public float[] Features { get; set; } = [];

        // Keys in memory count from 0.
        [KeyType(3)]
        public uint Label { get; set; }
    }
}
