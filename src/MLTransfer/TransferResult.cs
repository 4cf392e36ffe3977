using Microsoft.ML;
using MLTransfer.Evaluation;
using MLTransfer.Evaluation.Report;

namespace MLTransfer;

/// <summary>What a <see cref="TransferPipeline"/> gives. Dispose it to free the model.</summary>
public sealed class TransferResult : IDisposable
{
    private readonly ClassifierMetrics? _validation;
    private readonly ClassifierMetrics? _test;

    internal TransferResult(ImageSplit split, ImageTransferTransformer transformer, ClassifierMetrics? validation, ClassifierMetrics? test)
    {
        Split = split;
        Transformer = transformer;
        Model = ImageClassifier.From(transformer);
        (_validation, _test) = (validation, test);
    }

    /// <summary>The trained classifier, to predict, save and export.</summary>
    public ImageClassifier Model { get; }

    /// <summary>The trained classifier as a transformer of ML.NET.</summary>
    public ImageTransferTransformer Transformer { get; }

    /// <summary>Which images were to train, to validate and to test, those that turned out bad included.</summary>
    public ImageSplit Split { get; }

    /// <summary>Whether there were validation images.</summary>
    public bool HasValidation => _validation is not null;

    /// <summary>Whether there were test images.</summary>
    public bool HasTest => _test is not null;

    /// <summary>How the classifier does on the validation set, which chose its regularisation.</summary>
    /// <exception cref="InvalidOperationException">There were no validation images.</exception>
    public ClassifierMetrics Validation => _validation
        ?? throw new InvalidOperationException("There were no validation images: give Split a share for validation.");

    /// <summary>How the classifier does on the test set, which chose nothing.</summary>
    /// <exception cref="InvalidOperationException">There were no test images.</exception>
    public ClassifierMetrics Test => _test ?? throw new InvalidOperationException("There were no test images: give Split a share for testing.");

    /// <summary>What fine-tuning did; null where there was none.</summary>
    public FineTuningSummary? FineTuning => Transformer.FineTuning;

    /// <summary>The probe of the stages that chose the cut, where that was <see cref="Cut.Auto"/>; null where it was named.</summary>
    public StageProbeReport? StageProbe => Transformer.StageProbe;

    /// <summary>How fitting the frozen part to int8 went; null where that was not tried. See <see cref="ExtractionOptions.Precision"/>.</summary>
    public Int8Report? Quantisation => Transformer.Quantisation;

    /// <summary>How the probabilities were fitted to the validation set; null where that was switched off.</summary>
    public ProbabilityCalibration? Calibration => Transformer.Calibration;

    /// <summary>The images left out, with their reasons.</summary>
    public IReadOnlyList<BadImage> BadImages { get; internal init; } = [];

    /// <summary>How long each phase took, in their order.</summary>
    public IReadOnlyList<PhaseTiming> Timings { get; internal init; } = [];

    /// <summary>
    /// Measures the classifier on any images, such as a part of <see cref="Split"/>. Features in the cache are used. Images that cannot be used are
    /// left out or fail, as the option <see cref="ExtractionOptions.BadImages"/> of the run says.
    /// </summary>
    /// <param name="images">Images with their labels, in columns named as those it was trained on.</param>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type.</exception>
    /// <exception cref="EvaluationDataException">There are no usable images, or one has no label or one that is none of the classes.</exception>
    /// <exception cref="BadImageException">An image cannot be used, and the run's options say to fail.</exception>
    public ClassifierMetrics Evaluate(IDataView images)
    {
        ArgumentNullException.ThrowIfNull(images);
        ImageTransferTrainer.Options options = Transformer.Options;
        var reader = new ScoreReader(Transformer.Transform(images), options.LabelColumnName, options.ScoreColumnName)
        {
            ImageColumnName = options.FeatureColumnName,
            ImageFolder = options.ImageFolder,
        };
        return Evaluator.Evaluate(new MLContext(), Transformer.LabelKeys, reader.Read(Transformer.LabelKeys));
    }

    /// <summary>
    /// Draws what fine-tuning measured after each epoch as a PNG: the loss on the training and the validation set, and beside it the accuracy on the
    /// validation set.
    /// </summary>
    /// <param name="pngPath">The file to be written; one that exists is replaced.</param>
    /// <exception cref="InvalidOperationException">Nothing was fine-tuned, or not for a whole epoch.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveLearningCurves(string pngPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(pngPath);
        IReadOnlyList<ImageTransferMetrics> epochs = FineTuning?.Epochs
            ?? throw new InvalidOperationException("Nothing was fine-tuned, so there are no learning curves: call FineTune on the pipeline.");
        if (epochs.Count == 0)
            throw new InvalidOperationException($"Fine-tuning ended before its first epoch did ({FineTuning.End}), so there are no learning curves.");
        LearningCurveChart.Save(pngPath, [.. epochs.Select(e => new CurvePoint(e.Epoch, e.Loss, e.ValidationLoss, e.ValidationAccuracy))]);
    }

    /// <summary>
    /// Writes a report for people as one HTML page that needs no network: accuracy with its interval, learning curves, a confusion matrix whose cells
    /// show their photos, each class, the surest mistakes with where the classifier looks, what is wrong with the photos, and the settings. The same
    /// numbers go into a .json file beside it. It shows the test images, and where there are none those for validation. Photos that are still where
    /// they were are in it, a few hundred at most and 96 pixels large.
    /// </summary>
    /// <param name="htmlPath">The page, which ends in .html; it and the .json file of the same name are replaced where they exist.</param>
    /// <param name="audit">What is wrong with the photos, to be shown as well. Default: null, only the images that could not be used.</param>
    /// <exception cref="ArgumentException">The name does not end in .html.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void WriteReport(string htmlPath, AuditReport? audit = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(htmlPath);
        ReportWriter.Write(htmlPath, TransferReport.Of(this, audit));
    }

    /// <summary>The numbers of images, and how the classifier does on the test images, or where there are none on those for validation.</summary>
    public override string ToString() => (_test, _validation) switch
    {
        ({ } test, _) => $"{Split}; test: {test}",
        (null, { } validation) => $"{Split}; validation: {validation}",
        _ => $"{Split}; not measured",
    };

    /// <summary>Frees the model.</summary>
    public void Dispose()
    {
        Model.Dispose();
        Transformer.Dispose();
    }
}
