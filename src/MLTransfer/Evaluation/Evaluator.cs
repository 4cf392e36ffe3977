using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLTransfer.Training;

namespace MLTransfer.Evaluation;

/// <summary>Scores a set of images whose features are known, and measures the result with ML.NET's evaluator.</summary>
internal static class Evaluator
{
    public static ClassifierMetrics Evaluate(MLContext ml, FeatureSet set, LinearHead head, LabelKeys labels)
    {
        ScoredImage[] scored = [.. Enumerable.Range(0, set.Count).Select(i => Score(set, i, head))];
        SchemaDefinition definition = SchemaDefinition.Create(typeof(ScoredImage));
        definition[nameof(ScoredImage.Score)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, head.Classes);
        labels.Annotate(definition[nameof(ScoredImage.Label)]);
        labels.Annotate(definition[nameof(ScoredImage.PredictedLabel)]);
        MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(ml.Data.LoadFromEnumerable(scored, definition));
        var mistakes = Enumerable.Range(0, set.Count)
            .Where(i => scored[i].Label != scored[i].PredictedLabel)
            .Select(i => Mistake(set.Names[i], scored[i], labels.Names))
            .OrderByDescending(m => m.Probability);
        return new ClassifierMetrics(metrics, labels.Names, [.. mistakes])
        {
            Images = [.. scored.Select((image, i) => new ImageScores(set.Names[i], (int)image.Label, image.Score))],
        };
    }

    private static ScoredImage Score(FeatureSet set, int index, LinearHead head)
    {
        float[] scores = head.Score(set.Features[index]);
        return new ScoredImage { Label = (uint)set.Labels[index], Score = scores, PredictedLabel = (uint)TensorPrimitives.IndexOfMax<float>(scores) };
    }

    private static Misclassification Mistake(string name, ScoredImage image, IReadOnlyList<string> labels)
        => new(name, labels[(int)image.Label], labels[(int)image.PredictedLabel], image.Score[image.PredictedLabel]);

    /// <summary>A row for the evaluator; keys in memory count from 0.</summary>
    private sealed class ScoredImage
    {
        public uint Label { get; set; }

        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }
}
