using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer.Training;

/// <summary>One run of a trainer: reads sets of images as features, then trains a head on them.</summary>
internal sealed class TrainingSession : IDisposable
{
    private const float DefaultValidationFraction = .1f;
    private readonly IHostEnvironment _environment;
    private readonly ImageTransferTrainer.Options _options;
    private readonly DataViewSchema.Column _imageColumn;
    private readonly FeatureExtractor _extractor;
    private readonly BadImageCollector _badImages;
    private readonly FeatureSetReader _reader;
    private bool _handedOver;

    /// <param name="environment">Where messages go.</param>
    /// <param name="options">The options of the trainer.</param>
    /// <param name="schema">The schema of the training set.</param>
    public TrainingSession(IHostEnvironment environment, ImageTransferTrainer.Options options, DataViewSchema schema)
    {
        (_environment, _options) = (environment, options);
        Labels = LabelKeys.Of(schema, options.LabelColumnName);
        _imageColumn = ImageColumn.Find(schema, options.FeatureColumnName).Column;
        _extractor = new FeatureExtractor(ImageNetwork.OfFeatures(options.Backbone, options.Cut, options.Pooling), options);
        _badImages = new BadImageCollector(environment, options.BadImages);
        _reader = new FeatureSetReader(environment, _extractor, _badImages, options, Labels);
    }

    public LabelKeys Labels { get; }

    public IReadOnlyList<BadImage> BadImages => _badImages.Images;

    /// <summary>Reads a set of images.</summary>
    /// <param name="view">The images and labels.</param>
    /// <param name="reuse">Whether features in the cache are used.</param>
    /// <param name="progress">Is told how far it is.</param>
    public FeatureSet Read(IDataView view, bool reuse, IProgress<ExtractionProgress>? progress) => _reader.Read(view, reuse, progress);

    /// <summary>Trains the head. Without a validation set, a part of the training set serves as one.</summary>
    /// <exception cref="TrainingDataException">Fewer than two classes have images.</exception>
    public ImageTransferTransformer Train(FeatureSet train, FeatureSet? validation)
    {
        RequireTwoClasses(train);
        if (validation is null)
            (train, validation) = HoldOut.Split(train, _options.ValidationSetFraction ?? DefaultValidationFraction, _options.Seed);
        else if (validation.Count == 0 && _options.ValidationSet is not null)
            _environment.Warn("The validation set has no usable image, so there is no validation.");
        var trainer = new HeadTrainer(_options, _options.Threads ?? Environment.ProcessorCount);
        (LinearHead head, double l2) = trainer.Train(train, validation.Count > 0 ? validation : null, Labels.Names.Count);
        _handedOver = true;
        // The model outlives the run: to cancel the one later must not break the other.
        ImageTransferTrainer.Options options = _options with { CancellationToken = default };
        return new ImageTransferTransformer(_extractor, head, Labels, _badImages, options, _imageColumn)
        {
            TrainingImageCount = train.Count,
            ValidationImageCount = validation.Count,
            L2Regularization = l2,
        };
    }

    /// <summary>Frees the network, unless a transformer has it.</summary>
    public void Dispose()
    {
        if (!_handedOver)
            _extractor.Dispose();
    }

    private void RequireTwoClasses(FeatureSet train)
    {
        int[] counts = train.CountByClass(Labels.Names.Count);
        string[] present = [.. Labels.Names.Where((_, i) => counts[i] > 0)];
        if (present.Length < 2)
        {
            IReadOnlyList<BadImage> bad = BadImages;
            throw new TrainingDataException(
                $"A classifier needs usable training images of two classes or more; found {train.Count} {(train.Count == 1 ? "image" : "images")}" +
                (present.Length == 1 ? $", all of '{present[0]}'." : ".") +
                (bad.Count > 0 ? $" Left out as they cannot be used: {bad.Count}, the first being {bad[0]}" : ""));
        }

        foreach (string absent in Labels.Names.Except(present))
            _environment.Warn($"The class '{absent}' has no usable training image, so it will hardly ever be predicted.");
    }
}
