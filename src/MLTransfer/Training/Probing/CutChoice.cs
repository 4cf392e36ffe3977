using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLTransfer.Data;

namespace MLTransfer.Training;

/// <summary>Puts what a probe recommends in the place of <see cref="Cut.Auto"/>.</summary>
internal static class CutChoice
{
    /// <summary>The options themselves where they leave nothing to choose.</summary>
    /// <param name="environment">Is told what was chosen, and why.</param>
    /// <param name="options">The options.</param>
    /// <param name="trainingSet">The images to train on, with labels of key type.</param>
    /// <param name="progress">Is told how far the extraction is.</param>
    /// <exception cref="TrainingDataException">There are too few images to judge by.</exception>
    public static ImageTransferTrainer.Options Make(
        IHostEnvironment environment, ImageTransferTrainer.Options options, IDataView trainingSet, IProgress<ExtractionProgress>? progress)
    {
        if (options.Cut != Cut.Auto)
            return options;
        // What is wrong with images is said where they are trained on: once is enough.
        var unheard = new MLContext();
        StageProbeReport report = new StageProber(unheard, options, new StageProbeOptions { Seed = options.Seed }).Run(trainingSet, progress);
        environment.Info($"Cut.Auto: {report.Recommendation}");
        return options with
        {
            Cut = report.Recommendation.Cut,
            Pooling = report.Recommendation.Pooling,
            UnfreezeFrom = options.UnfreezeFrom ?? (options.Mode == TransferMode.FineTuning ? report.Recommendation.UnfreezeFrom : null),
            StageProbe = report,
        };
    }
}
