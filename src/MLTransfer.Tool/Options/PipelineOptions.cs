using System.CommandLine;
using MLTransfer.Tool.Progress;

namespace MLTransfer.Tool.Options;

/// <summary>The folder of photos and all options of a <see cref="TransferPipeline"/>, in the order in which the help shows them.</summary>
internal sealed class PipelineOptions
{
    private readonly Argument<string> _photos = new("FOLDER")
    {
        Description = "photos in one folder per class, or in train, validation and test folders of these",
    };

    private readonly OptionSet<BackboneChoice> _backbone = BackboneChoice.CreateOptions();
    private readonly OptionSet<ImageTransferTrainer.Options> _classifier = ClassifierOptionSet.Create();
    private readonly OptionSet<ImageTransferTrainer.Options> _fineTuning = FineTuningOptionSet.Create();
    private readonly OptionSet<ImageTransferTrainer.Options> _extraction = ExtractionOptionSet.Create();
    private readonly OptionSet<ImageAugmentation> _augmentation = AugmentationOptionSet.Create();
    private readonly OptionSet<EarlyStopping> _earlyStopping = EarlyStoppingOptionSet.Create();
    private readonly OptionSet<HeadChoice> _head = HeadChoice.CreateOptions();
    private readonly OptionSet<SplitChoice> _split = SplitChoice.CreateOptions();
    private readonly OptionSet<ImageFolderOptions> _folder = FolderOptionSet.Create();

    /// <summary>Gives a command all of them.</summary>
    public void AddForTraining(Command command)
    {
        command.Arguments.Add(_photos);
        _backbone.AddTo(command);
        _split.AddTo(command);
        _classifier.AddTo(command);
        _fineTuning.AddTo(command);
        _head.AddTo(command);
        _earlyStopping.AddTo(command);
        _augmentation.AddTo(command);
        _extraction.AddTo(command);
        _folder.AddTo(command);
    }

    /// <summary>Gives a command those that matter where nothing is trained.</summary>
    public void AddForFeatures(Command command, bool splits)
    {
        command.Arguments.Add(_photos);
        _backbone.AddTo(command);
        if (splits)
            _split.AddTo(command);
        _extraction.AddTo(command);
        _folder.AddTo(command);
    }

    /// <summary>The folder of photos.</summary>
    public string Folder(ParseResult parsed) => parsed.GetValue(_photos)!;

    /// <summary>What is taken from folders.</summary>
    public ImageFolderOptions FolderOptions(ParseResult parsed) => _folder.Apply(parsed, new ImageFolderOptions());

    /// <summary>The backbone, whose weights report their download.</summary>
    public Backbone Backbone(ParseResult parsed, ProgressReport progress)
        => _backbone.Apply(parsed, new BackboneChoice()).ToBackbone(new WeightStore(new WeightStoreOptions { Progress = progress }));

    /// <summary>How features are extracted.</summary>
    public ImageTransferTrainer.Options Extraction(ParseResult parsed) => _extraction.Apply(parsed, new ImageTransferTrainer.Options());

    /// <summary>Whether fine-tuning is asked for.</summary>
    public bool IsFineTuning(ParseResult parsed) => _classifier.Apply(parsed, new ImageTransferTrainer.Options()).Mode == TransferMode.FineTuning;

    /// <summary>The pipeline up to the features.</summary>
    public TransferPipeline ForFeatures(ToolRun run, ProgressReport progress)
    {
        SplitChoice split = _split.Apply(run.Parsed, new SplitChoice());
        Backbone backbone = Backbone(run.Parsed, progress);
        return TransferPipeline.FromFolder(Folder(run.Parsed), FolderOptions(run.Parsed))
            .WithContext(run.CreateContext(split.Seed))
            .Split(split.Validation, split.Test, split.Seed)
            .Configure(options => _extraction.Apply(run.Parsed, options with { Backbone = backbone, Seed = split.Seed }));
    }

    /// <summary>The whole pipeline.</summary>
    public TransferPipeline ForTraining(ToolRun run, ProgressReport progress)
        => ForFeatures(run, progress).Configure(options =>
        {
            ParseResult parsed = run.Parsed;
            options = _fineTuning.Apply(parsed, _classifier.Apply(parsed, options));
            if (_fineTuning.IsGiven(parsed) && options.Mode != TransferMode.FineTuning)
                throw new WrongUsageException($"{_fineTuning.FirstGiven(parsed)} is for fine-tuning: add --mode FineTuning.");
            ImageAugmentation augmentation = _augmentation.Apply(parsed, ImageAugmentation.None);
            bool augments = !augmentation.Equals(ImageAugmentation.None);
            if (!augments && _classifier.IsGiven(parsed, ClassifierOptionSet.Views))
                throw new WrongUsageException($"{ClassifierOptionSet.Views} is for augmentation: add --augment.");
            return options with
            {
                Head = _head.Apply(parsed, new HeadChoice()).ToHead(),
                Augmentation = augments ? augmentation : null,
                EarlyStoppingCriteria = _earlyStopping.IsGiven(parsed) ? _earlyStopping.Apply(parsed, new EarlyStopping()) : null,
            };
        });
}
