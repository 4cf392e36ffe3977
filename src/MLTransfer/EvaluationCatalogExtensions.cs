using Microsoft.ML;
using MLTransfer.Data;
using MLTransfer.Evaluation;
using MLTransfer.Training;

namespace MLTransfer;

/// <summary>Adds the metrics of image classifiers to <c>mlContext.MulticlassClassification</c>.</summary>
public static class EvaluationCatalogExtensions
{
    /// <summary>
    /// Measures a classifier of any kind on the images of a view that it transformed: ML.NET's metrics and more (see
    /// <see cref="ClassifierMetrics"/>). What rests on probabilities, such as log-loss, is right only where the scores are such.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="data">What the classifier's <c>Transform</c> gave.</param>
    /// <param name="labelColumnName">The column of true classes: keys, or what they stand for where the score column has slot names.</param>
    /// <param name="scoreColumnName">
    /// The column of scores: a float for every class. Its slot names say which is whose; where it has none, they are in the order of the label's keys.
    /// </param>
    /// <param name="imageColumnName">
    /// The column of paths that images are called by; null for <c>ImagePath</c> where there is such, else they are called "row 0" and so on.
    /// </param>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type, or labels and scores do not go together.</exception>
    /// <exception cref="EvaluationDataException">There are no rows, a row has no label or one that is none of the classes, or a score is NaN.</exception>
    public static ClassifierMetrics EvaluateImageClassifier(
        this MulticlassClassificationCatalog catalog, IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score",
        string? imageColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        ArgumentException.ThrowIfNullOrEmpty(scoreColumnName);
        if (imageColumnName is not null)
            _ = data.Schema.Require(imageColumnName, "image");
        var reader = new ScoreReader(data, labelColumnName, scoreColumnName) { ImageColumnName = imageColumnName };
        LabelKeys labels = reader.FindClasses();
        return Evaluator.Evaluate(new MLContext(), labels, reader.Read(labels));
    }
}
