using Microsoft.ML;
using Microsoft.ML.Data;

namespace FeaturesWithAnyTrainer;

/// <summary>How a trainer did on the pictures that it had not seen, over all folds.</summary>
/// <param name="Name">The trainer.</param>
/// <param name="Accuracies">The accuracy of each fold, 0 to 1.</param>
/// <param name="Elapsed">The time of all folds, without the extraction of features.</param>
internal sealed record CrossValidated(string Name, IReadOnlyList<double> Accuracies, TimeSpan Elapsed)
{
    public double Mean => Accuracies.Average();

    /// <summary>The standard deviation between folds.</summary>
    public double Deviation => Math.Sqrt(Accuracies.Sum(a => (a - Mean) * (a - Mean)) / (Accuracies.Count - 1));

    /// <param name="ml">The context.</param>
    /// <param name="pictures">The pictures with their features.</param>
    /// <param name="name">What to call the trainer.</param>
    /// <param name="trainer">The trainer.</param>
    /// <param name="command">The folds and their seed.</param>
    public static CrossValidated Run(MLContext ml, IDataView pictures, string name, IEstimator<ITransformer> trainer, CommandLine command)
    {
        long start = TimeProvider.System.GetTimestamp();
        IReadOnlyList<TrainCatalogBase.CrossValidationResult<MulticlassClassificationMetrics>> folds
            = ml.MulticlassClassification.CrossValidate(pictures, trainer, command.Folds, seed: command.Seed);
        return new CrossValidated(name, [.. folds.Select(fold => fold.Metrics.MicroAccuracy)], TimeProvider.System.GetElapsedTime(start));
    }
}
