using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using MLTransfer.Extraction;
using MLTransfer.Networks;

namespace MLTransfer.Training;

/// <summary>
/// A classifier out of ML.NET's own transformers. ONNX gives the logits; a MaximumEntropy model that is the identity turns them into
/// Score and PredictedLabel, as no other built-in makes a key of the largest of several numbers.
/// </summary>
internal static class StockClassifier
{
    private const string Score = "Score";
    private const string PredictedLabel = "PredictedLabel";
    private const string Logits = "MLTransferLogits";

    public static StockPipeline Create(
        ClassifierNetwork classifier, LabelKeys labels, DataViewSchema.Column imageColumn, string? imageFolder,
        string scoreColumnName = Score, string predictedLabelColumnName = PredictedLabel)
    {
        var ml = new MLContext();
        var pipeline = new StockPipeline(classifier.Computing(TensorNames.Logits), Logits, imageColumn, imageFolder);
        pipeline.Append(Identity(ml, labels));
        if ((scoreColumnName, predictedLabelColumnName) is not (Score, PredictedLabel))
            pipeline.Append(Copies(ml, scoreColumnName, predictedLabelColumnName));
        return pipeline;
    }

    /// <summary>
    /// MaximumEntropy trained on the unit vectors, one a class. By symmetry its weights come out as a (I - J/k), k classes, J all ones, and
    /// softmax ignores J. The loss k log(e^a + k - 1) - k a + l2/2 a^2 (k - 1) is least at a = 1 where l2 = k / (e + k - 1).
    /// </summary>
    private static ITransformer Identity(MLContext ml, LabelKeys labels)
    {
        int classes = labels.Names.Count;
        SchemaDefinition definition = SchemaDefinition.Create(typeof(UnitVector));
        definition[nameof(UnitVector.Logits)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, classes);
        definition[nameof(UnitVector.Logits)].ColumnName = Logits;
        labels.Annotate(definition[nameof(UnitVector.Label)]);
        var vectors = Enumerable.Range(0, classes).Select(i => new UnitVector
        {
            Label = (uint)i,
            Logits = new VBuffer<float>(classes, 1, [1f], [i]),
        });
        return ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
        {
            LabelColumnName = nameof(UnitVector.Label),
            FeatureColumnName = Logits,
            L1Regularization = 0,
            L2Regularization = (float)(classes / (Math.E + classes - 1)),
            OptimizationTolerance = 1e-9f,
            // One unknown, a, needs no long history, and five steps find it. Beyond them the line search tries in vain to better it,
            // which for 1,000 classes takes four fifths of the time.
            HistorySize = 1,
            MaximumNumberOfIterations = 5,
            NumberOfThreads = 1,
        }).Fit(ml.Data.LoadFromEnumerable(vectors, definition));
    }

    private static ITransformer Copies(MLContext ml, string scoreColumnName, string predictedLabelColumnName)
        => ml.Transforms.CopyColumns(scoreColumnName, Score)
            .Append(ml.Transforms.CopyColumns(predictedLabelColumnName, PredictedLabel))
            .Fit(ml.Data.LoadFromEnumerable<Scored>([]));

    private sealed class UnitVector
    {
        /// <summary>The class; in-memory keys count from 0.</summary>
        public uint Label { get; set; }

        public VBuffer<float> Logits { get; set; }
    }

    private sealed class Scored
    {
        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }
}
