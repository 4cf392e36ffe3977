using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLTransfer.Extraction;
using MLTransfer.Training;

namespace MLTransfer;

/// <summary>
/// Trains an image classifier by transfer learning: a new classifier on the features of a pretrained network, and then, in
/// <see cref="TransferMode.FineTuning"/>, the top of that network together with the classifier. Shaped like ML.NET's ImageClassificationTrainer.
/// The classifier is multinomial logistic regression on standardised features, or has a hidden layer (<see cref="Head"/>). The same data, options
/// and number of threads on the same machine give the same classifier, bit for bit.
/// </summary>
public sealed partial class ImageTransferTrainer : IEstimator<ImageTransferTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly Options _options;

    internal ImageTransferTrainer(IHostEnvironment environment, Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_environment, _options) = (environment, options);
    }

    /// <summary>Extracts features, trains the classifier, and fine-tunes if that is the mode.</summary>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type.</exception>
    /// <exception cref="BadImageException">An image cannot be used, and <see cref="ExtractionOptions.BadImages"/> says to fail.</exception>
    /// <exception cref="TrainingDataException">Fewer than two classes have images.</exception>
    /// <exception cref="MLTransferException">The backbone cannot be loaded or cut.</exception>
    /// <exception cref="TorchRuntimeException">Fine-tuning is asked for, and libtorch is not there.</exception>
    /// <exception cref="WorkspaceException">There is no room for the activations that fine-tuning keeps on disk.</exception>
    /// <exception cref="OperationCanceledException">
    /// The run was cancelled before fine-tuning; what was extracted is in the cache. Fine-tuning that is cancelled gives the best model so far.
    /// </exception>
    public ImageTransferTransformer Fit(IDataView input)
    {
        Options options = CutChoice.Make(_environment, _options, input, _options.Progress);
        using var session = new TrainingSession(_environment, options, input.Schema);
        FeatureSet train = session.ReadTrainingSet(input, options.Progress);
        FeatureSet? validation = options.ValidationSet is { } view ? session.ReadValidationSet(view, options.Progress) : null;
        TrainedHead head = session.TrainHead(train, validation);
        return session.Finish(head, options.Mode == TransferMode.FineTuning ? session.FineTune(head) : null);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ImageShapes.RequireImage(inputSchema, _options.FeatureColumnName);
        ImageShapes.RequireKey(inputSchema, _options.LabelColumnName);
        return ImageShapes.Append(inputSchema, ScoreColumns.OfUnknownClasses(_options.ScoreColumnName, _options.PredictedLabelColumnName));
    }
}
