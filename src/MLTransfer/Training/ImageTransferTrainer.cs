using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLTransfer.Extraction;
using MLTransfer.Training;

namespace MLTransfer;

/// <summary>
/// Trains an image classifier by transfer learning: a new classifier on the features of a pretrained network. Shaped like ML.NET's
/// ImageClassificationTrainer. The classifier is multinomial logistic regression on standardised features; the same data, options and
/// number of threads on the same machine give the same model, bit for bit.
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

    /// <summary>Extracts features and trains the classifier.</summary>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type.</exception>
    /// <exception cref="BadImageException">An image cannot be used, and <see cref="ExtractionOptions.BadImages"/> says to fail.</exception>
    /// <exception cref="TrainingDataException">Fewer than two classes have images.</exception>
    /// <exception cref="MLTransferException">The backbone cannot be loaded or cut.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; what was extracted is in the cache.</exception>
    public ImageTransferTransformer Fit(IDataView input)
    {
        using var session = new TrainingSession(_environment, _options, input.Schema);
        FeatureSet train = session.Read(input, _options.ReuseTrainSetBottleneckCachedValues, _options.Progress);
        FeatureSet? validation = _options.ValidationSet is { } view
            ? session.Read(view, _options.ReuseValidationSetBottleneckCachedValues, _options.Progress)
            : null;
        return session.Train(train, validation);
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
