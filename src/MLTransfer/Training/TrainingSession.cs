using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Training.Calibration;
using MLTransfer.Training.FineTuning;
using MLTransfer.Training.Torch;

namespace MLTransfer.Training;

/// <summary>
/// One run of a trainer: reads sets of images as features, trains a head on them, and in fine-tuning the top of the network with it.
/// </summary>
internal sealed class TrainingSession : IDisposable
{
    private const float DefaultValidationFraction = .1f;
    private readonly IHostEnvironment _environment;
    private readonly ImageTransferTrainer.Options _options;
    private readonly DataViewSchema.Column _imageColumn;
    private readonly BadImageCollector _badImages;
    private readonly bool _trains;
    private SessionNetworks _networks;
    private FeatureExtractor _extractor;
    private FeatureSetReader _reader;
    private bool _handedOver;

    /// <param name="environment">Where messages go.</param>
    /// <param name="options">The options of the trainer.</param>
    /// <param name="schema">The schema of the training set.</param>
    /// <param name="trains">Whether something is to be trained; to extract alone takes no libtorch.</param>
    /// <exception cref="ArgumentException">A column of the training or validation set is missing or of the wrong type.</exception>
    /// <exception cref="TrainingDataException">There are fewer than two classes.</exception>
    public TrainingSession(IHostEnvironment environment, ImageTransferTrainer.Options options, DataViewSchema schema, bool trains = true)
    {
        (_environment, _options) = (environment, options);
        Labels = LabelKeys.Of(schema, options.LabelColumnName);
        ClassCount.RequireTwo(Labels, options.LabelColumnName);
        _imageColumn = ImageColumn.Find(schema, options.FeatureColumnName).Column;
        if (options.ValidationSet is { } validation)
            RequireColumns(validation.Schema, options);
        _networks = SessionNetworks.Of(options);
        _extractor = new FeatureExtractor(_networks.Extracted, ExtractionOf(options));
        _badImages = new BadImageCollector(environment, options.BadImages);
        _reader = new FeatureSetReader(environment, _extractor, _badImages, options, Labels);
        _trains = trains;
    }

    public LabelKeys Labels { get; }

    public IReadOnlyList<BadImage> BadImages => _badImages.Images;

    /// <summary>How fitting the network to bytes went; null where that was not tried.</summary>
    public Int8Report? Quantisation { get; private set; }

    private bool IsFineTuning => _options.Mode == TransferMode.FineTuning;

    /// <summary>Reads images to train on: with their augmented versions, if any are asked for.</summary>
    /// <param name="view">The images and labels.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <exception cref="TrainingDataException">The labels are of fewer than two classes.</exception>
    public FeatureSet ReadTrainingSet(IDataView view, IProgress<ExtractionProgress>? progress)
    {
        Prepare(view);
        return _reader.Read(view, Views, _options.ReuseTrainSetBottleneckCachedValues, progress);
    }

    /// <summary>Sees that the features of a part of the training set are in the cache.</summary>
    /// <param name="all">The training set: all of it decides on the network, as it does where the features are read.</param>
    /// <param name="part">The part.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <exception cref="TrainingDataException">The labels are of fewer than two classes.</exception>
    /// <exception cref="WorkspaceException">The workspace cannot take them.</exception>
    public ExtractionCounts FillTrainingSet(IDataView all, IDataView part, IProgress<ExtractionProgress>? progress)
    {
        Prepare(all);
        return _reader.Fill(part, Views, _options.ReuseTrainSetBottleneckCachedValues, progress);
    }

    /// <summary>Sees that the features of images to measure by are in the cache.</summary>
    /// <exception cref="WorkspaceException">The workspace cannot take them.</exception>
    public ExtractionCounts FillValidationSet(IDataView part, IProgress<ExtractionProgress>? progress)
        => _reader.Fill(part, views: 0, _options.ReuseValidationSetBottleneckCachedValues, progress);

    /// <summary>Reads images to measure by.</summary>
    /// <param name="view">The images and labels.</param>
    /// <param name="progress">Is told how far it is.</param>
    public FeatureSet ReadValidationSet(IDataView view, IProgress<ExtractionProgress>? progress)
        => _reader.Read(view, views: 0, _options.ReuseValidationSetBottleneckCachedValues, progress);

    /// <summary>Trains the head on features of the frozen network. Without a validation set, a part of the training set serves as one.</summary>
    /// <exception cref="TrainingDataException">Fewer than two classes have images.</exception>
    public TrainedHead TrainHead(FeatureSet train, FeatureSet? validation)
    {
        RequireTwoClasses(train);
        if (validation is null)
            (train, validation) = HoldOut.Split(train, _options.ValidationSetFraction ?? DefaultValidationFraction, _options.Seed);
        else if (validation.Count == 0 && _options.ValidationSet is not null)
            _environment.Warn("The validation set has no usable image, so there is no validation.");
        int threads = _options.Threads ?? Environment.ProcessorCount;
        FeatureSet? used = validation.Count > 0 ? validation : null;
        // In fine-tuning, these are about what comes after the head.
        ImageTransferTrainer.Options options = IsFineTuning
            ? _options with { Epoch = null, LearningRate = null, EarlyStoppingCriteria = null }
            : _options;
        if (options.Head.HiddenUnits > 0)
            return new TrainedHead(train, validation, new MlpTrainer(options, threads).Train(train, used, Labels.Names.Count), L2: 0);
        (LinearHead head, double l2) = new HeadTrainer(options, threads).Train(train, used, Labels.Names.Count);
        return new TrainedHead(train, validation, new HeadLayers(null, head), l2);
    }

    /// <summary>Trains the top of the network together with a head.</summary>
    public FineTunedNetwork FineTune(TrainedHead start)
        => new FineTuningRun(_environment, _options, _extractor, _networks).Run(start);

    /// <summary>The features of a set, as the head of a trained classifier takes them.</summary>
    public FeatureSet FeaturesFor(Candidate candidate, FeatureSet set)
    {
        bool isFrozen = ReferenceEquals(candidate.Features, _networks.Features);
        if (set.Count == 0 || (isFrozen && candidate.Head.Hidden is null))
            return set;
        int threads = _options.Threads ?? Environment.ProcessorCount;
        using TopNetwork top = isFrozen
            ? TopNetwork.AboveFeatures(candidate, threads)
            : TopNetwork.AboveFrozenPart(candidate, _extractor.Network.Tap!, threads);
        return set.WithFeatures(top.Run(set, _extractor));
    }

    /// <summary>The trained classifier as a transformer.</summary>
    /// <param name="trained">What the head was trained on.</param>
    /// <param name="fineTuned">What fine-tuning gave, where there was any.</param>
    public ImageTransferTransformer Finish(TrainedHead trained, FineTunedNetwork? fineTuned)
    {
        Candidate candidate = CandidateOf(trained, fineTuned);
        LinearHead output = candidate.Head.Output;
        ProbabilityCalibration? calibration = _options.CalibrateProbabilities ? Calibrate(candidate, trained.Validation, fineTuned) : null;
        if (calibration is { Obstacle: null })
            output = output.DividedBy(calibration.Temperature);
        // The model outlives the run: to cancel the one later must not break the other.
        ImageTransferTrainer.Options options = _options with { CancellationToken = default };
        return new ImageTransferTransformer(ExtractorFor(candidate), output, Labels, _badImages, options, _imageColumn)
        {
            TrainingImageCount = trained.Train.ImageCount,
            ValidationImageCount = trained.Validation.Count,
            L2Regularization = trained.L2,
            FineTuning = fineTuned?.Summary,
            Quantisation = Quantisation,
            Calibration = calibration,
        };
    }

    /// <summary>The classifier that training led to, before its probabilities are calibrated.</summary>
    /// <param name="trained">The head trained on the frozen network.</param>
    /// <param name="fineTuned">What fine-tuning gave, where there was any.</param>
    public Candidate CandidateOf(TrainedHead trained, FineTunedNetwork? fineTuned) => fineTuned?.Candidate ?? new Candidate(_networks.Features, trained.Head);

    /// <summary>Frees the network, unless a transformer has it.</summary>
    public void Dispose()
    {
        if (!_handedOver)
            _extractor.Dispose();
    }

    private int Views => _options.TrainVersions - 1;

    private void Prepare(IDataView trainingSet)
    {
        ClassCount.RequireTwo(trainingSet, Labels, _options.LabelColumnName);
        // While Torch is loaded, whoever needs other native code for the first time waits. The network is read by now, and to fit it to bytes takes
        // a while without.
        Task torch = _trains && (IsFineTuning || _options.Head.HiddenUnits > 0) ? TorchRuntime.LoadInBackground() : Task.CompletedTask;
        if (Quantisation is null && WantsInt8(trainingSet))
            Quantise(trainingSet);
        torch.GetAwaiter().GetResult();
    }

    private bool WantsInt8(IDataView trainingSet) => _options.Precision switch
    {
        Precision.Int8 => true,
        Precision.Auto => Int8Network.IsFast && SourcesIn(trainingSet).Take(Int8Network.FewestForAuto).Count() == Int8Network.FewestForAuto,
        _ => false,
    };

    private IEnumerable<ImageSource> SourcesIn(IDataView view) => ImageColumn.SourcesIn(view, _options.FeatureColumnName, _options.ImageFolder);

    /// <summary>From here on all that does not learn runs in int8, if it can.</summary>
    private void Quantise(IDataView view)
    {
        (_networks, Quantisation) = _networks.Quantised(SourcesIn(view), _options);
        Quantisation.Log(_environment, _options.Precision);
        if (!Quantisation.IsUsed)
            return;
        _extractor.Dispose();
        _extractor = new FeatureExtractor(_networks.Extracted, ExtractionOf(_options));
        _reader = new FeatureSetReader(_environment, _extractor, _badImages, _options, Labels);
    }

    private ProbabilityCalibration Calibrate(Candidate candidate, FeatureSet validation, FineTunedNetwork? fineTuned)
    {
        IReadOnlyList<float[]> features = fineTuned?.ValidationFeatures ?? FeaturesFor(candidate, validation).Features;
        ProbabilityCalibration calibration = TemperatureScaling.Fit([.. features.Select(f => candidate.Head.Output.Logits(f))], validation.Labels);
        _environment.Info(calibration.ToString());
        return calibration;
    }

    private FeatureExtractor ExtractorFor(Candidate candidate)
    {
        ImageNetwork network = candidate.Head.Below(candidate.Features);
        if (!ReferenceEquals(network, _extractor.Network))
            return new FeatureExtractor(network, ExtractionOf(_options) with { CancellationToken = default });
        _handedOver = true;
        return _extractor;
    }

    /// <summary>How a trainer extracts: its options' batches are those of training.</summary>
    public static ExtractionOptions ExtractionOf(ImageTransferTrainer.Options options)
        => options with { BatchSize = Math.Min(options.BatchSize, ExtractionOptions.DefaultBatchSize) };

    // An error after the training set has been extracted would be late, and would not say which of the two sets it is about.
    private static void RequireColumns(DataViewSchema schema, ImageTransferTrainer.Options options)
    {
        const string set = nameof(options.ValidationSet);
        _ = new LabelColumn(schema.Require(options.LabelColumnName, "label", set), set);
        _ = new ImageColumn(schema.Require(options.FeatureColumnName, "image", set), set);
    }

    private void RequireTwoClasses(FeatureSet train)
    {
        int[] counts = train.Plain().CountByClass(Labels.Names.Count);
        string[] present = [.. Labels.Names.Where((_, i) => counts[i] > 0)];
        if (present.Length < 2)
        {
            IReadOnlyList<BadImage> bad = BadImages;
            throw new TrainingDataException(
                $"A classifier needs usable training images of two classes or more; " +
                $"found {Quantity.Of(train.ImageCount, "image")}" +
                (present.Length == 1 ? $", all of '{present[0]}'." : ".") +
                (bad.Count > 0 ? $" Left out as they cannot be used: {bad.Count}, the first being {bad[0]}" : ""));
        }

        foreach (string absent in Labels.Names.Except(present))
            _environment.Warn($"The class '{absent}' has no usable training image, so it will hardly ever be predicted.");
    }
}
