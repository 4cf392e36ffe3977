using Microsoft.ML;
using MLTransfer.Extraction;
using MLTransfer.Training;

namespace MLTransfer;

/// <summary>
/// A trained image classifier: adds the probabilities of the classes and the most probable one. Saved with <c>mlContext.Model.Save</c>, it
/// becomes a chain of ML.NET's own transformers that loads where this library is absent.
/// </summary>
public sealed class ImageTransferTransformer : ImageTransformer
{
    private readonly ImageNetwork _network;

    internal ImageTransferTransformer(
        FeatureExtractor extractor, LinearHead head, LabelKeys labels, BadImageCollector badImages, ImageTransferTrainer.Options options,
        DataViewSchema.Column imageColumn)
        : base(
            new ImageTransform(
                extractor, options.FeatureColumnName, new ScoreColumns(head, labels, options.ScoreColumnName, options.PredictedLabelColumnName),
                badImages, options),
            imageColumn)
    {
        _network = extractor.Network;
        Options = options;
        (Head, LabelKeys) = (head, labels);
    }

    /// <summary>The classes, in the order of the scores.</summary>
    public IReadOnlyList<string> Labels => LabelKeys.Names;

    /// <summary>The number of images it was trained on.</summary>
    public int TrainingImageCount { get; internal init; }

    /// <summary>The number of images that chose the strength of regularisation.</summary>
    public int ValidationImageCount { get; internal init; }

    /// <summary>The strength of L2 regularisation in use when the classifier was trained on features; 0 where it has a hidden layer.</summary>
    public double L2Regularization { get; internal init; }

    /// <summary>What fine-tuning did; null where there was none.</summary>
    public FineTuningSummary? FineTuning { get; internal init; }

    /// <summary>The probe of the stages that chose the cut, where the options said <see cref="Cut.Auto"/>; null where they named it.</summary>
    public StageProbeReport? StageProbe => Options.StageProbe;

    /// <summary>How fitting the frozen part to int8 went; null where that was not tried. See <see cref="ExtractionOptions.Precision"/>.</summary>
    public Int8Report? Quantisation { get; internal init; }

    /// <summary>
    /// How its probabilities were fitted to the validation set; null where <see cref="ImageTransferTrainer.Options.CalibrateProbabilities"/> is off.
    /// </summary>
    public ProbabilityCalibration? Calibration { get; internal init; }

    internal ImageTransferTrainer.Options Options { get; }

    internal LinearHead Head { get; }

    internal LabelKeys LabelKeys { get; }

    /// <summary>The classifier as one ONNX network.</summary>
    internal ClassifierNetwork ToNetwork()
        => ClassifierNetwork.Create(_network, Head, Labels, Options.Background);

    private protected override StockPipeline CreateStockPipeline(DataViewSchema.Column imageColumn)
        => StockClassifier.Create(
            ToNetwork(), LabelKeys, imageColumn, Options.ImageFolder, Options.ScoreColumnName, Options.PredictedLabelColumnName);
}
