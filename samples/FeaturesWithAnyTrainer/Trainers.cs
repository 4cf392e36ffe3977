using Microsoft.ML;
using Microsoft.ML.Trainers;

namespace FeaturesWithAnyTrainer;

/// <summary>Trainers of ML.NET, each with what it needs of the features.</summary>
internal static class Trainers
{
    public static IEnumerable<(string Name, IEstimator<ITransformer> Trainer)> All(MLContext ml, string features)
    {
        // Gradient methods take features of like size; mean and variance are those of the training part of each fold.
        IEstimator<ITransformer> normalise = ml.Transforms.NormalizeMeanVariance(features, fixZero: false);
        yield return ("logistic regression (L-BFGS)", normalise.Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new()
        {
            FeatureColumnName = features,
            L2Regularization = 10,
            NumberOfThreads = 1,
        })));
        yield return ("logistic regression (SDCA)", normalise.Append(ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(new()
        {
            FeatureColumnName = features,
            MaximumNumberOfIterations = 20,
            // With one thread, the same seed gives the same model.
            NumberOfThreads = 1,
        })));
        yield return ("linear SVM, one class against the rest", normalise.Append(ml.MulticlassClassification.Trainers.OneVersusAll(
            ml.BinaryClassification.Trainers.LinearSvm(new LinearSvmTrainer.Options { FeatureColumnName = features, NumberOfIterations = 20 }))));
    }
}
