using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLTransfer.Training;

namespace MLTransfer.Evaluation;

/// <summary>Measures a classifier on a set of images, with ML.NET's evaluator among others.</summary>
internal static class Evaluator
{
    /// <summary>Scores images whose features are known, and measures the result.</summary>
    public static ClassifierMetrics Evaluate(MLContext ml, FeatureSet set, LinearHead head, LabelKeys labels)
        => Evaluate(
            ml, labels,
            [.. Enumerable.Range(0, set.Count).Select(i => new ScoredImage(set.Names[i], set.Labels[i], head.Score(set.Features[i]), labels.Names))]);

    /// <exception cref="EvaluationDataException">There are no images, or a score is NaN.</exception>
    public static ClassifierMetrics Evaluate(MLContext ml, LabelKeys labels, ImmutableArray<ScoredImage> images)
    {
        if (images.IsEmpty)
            throw new EvaluationDataException("There are no images to evaluate the classifier on: the view has no rows, or no usable image.");
        if (images.FirstOrDefault(i => i.Scores.Any(float.IsNaN)) is { } broken)
            throw new EvaluationDataException($"A score of {broken.Path} is NaN, so the classifier cannot be evaluated. Its weights are not finite.");
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Score)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, labels.Names.Count);
        labels.Annotate(definition[nameof(Row.Label)]);
        labels.Annotate(definition[nameof(Row.PredictedLabel)]);
        IDataView rows = ml.Data.LoadFromEnumerable(images.Select(Row.Of), definition);
        return new ClassifierMetrics(ml.MulticlassClassification.Evaluate(rows), labels.Names, images);
    }

    /// <summary>A row for ML.NET's evaluator; keys in memory count from 0.</summary>
    private sealed class Row
    {
        public uint Label { get; set; }

        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }

        public static Row Of(ScoredImage image) => new()
        {
            Label = (uint)image.LabelIndex,
            Score = ImmutableCollectionsMarshal.AsArray(image.Scores)!,
            PredictedLabel = (uint)image.PredictedLabelIndex,
        };
    }
}
