using Microsoft.ML;
using MLTransfer.Data;

namespace MLTransfer;

/// <summary>
/// From photos to a trained and measured classifier in one sentence: where the photos are, how they are split, what extracts their
/// features. Each call gives a new pipeline and leaves the old one as it was; nothing is read until <see cref="Run"/>,
/// <see cref="Extract"/>, <see cref="Audit"/> or <see cref="ProbeStages"/>.
/// </summary>
public sealed partial class TransferPipeline
{
    private MLContext _context = new(seed: 1);
    private Func<MLContext, IDataView> _load = _ => throw new InvalidOperationException("There are no photos.");
    private (double Validation, double Test, int Seed) _split = (.15, .15, 1);
    private ImageTransferTrainer.Options _options = new();
    private Shard _shard = Data.Shard.Whole;

    private TransferPipeline()
    {
    }

    /// <summary>Photos in one folder a class, or in train, validation and test folders of these.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">What counts as a photo.</param>
    public static TransferPipeline FromFolder(string folder, ImageFolderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new TransferPipeline { _load = ml => ml.Data.LoadImageFolder(folder, options) };
    }

    /// <summary>Photos and labels in a view, such as one from <c>LoadFromTextFile</c>.</summary>
    /// <param name="images">The view.</param>
    /// <param name="imageColumnName">The column of images: paths (text), encoded images (vector of bytes) or MLImage.</param>
    /// <param name="labelColumnName">The column of labels (text, or any other single value).</param>
    public static TransferPipeline FromData(IDataView images, string imageColumnName = "ImagePath", string labelColumnName = "Label")
    {
        ArgumentNullException.ThrowIfNull(images);
        return new TransferPipeline { _load = _ => images }
            .Configure(o => o with { FeatureColumnName = imageColumnName, LabelColumnName = labelColumnName });
    }

    /// <summary>How the photos are split, each class alike and identical photos together. Folders that are split already stay so.</summary>
    /// <param name="validation">The share that chooses the regularisation. Default: 0.15.</param>
    /// <param name="test">The share that measures the result. Default: 0.15.</param>
    /// <param name="seed">Decides which photo goes where. Default: 1.</param>
    public TransferPipeline Split(double validation = .15, double test = .15, int seed = 1)
        => With(p => p._split = (validation, test, seed));

    /// <summary>Which pretrained network extracts the features, and where it is cut.</summary>
    /// <param name="backbone">The network. Default (without this call): <see cref="Backbone.ResNet18"/>.</param>
    /// <param name="cut">A stage or tensor of it; null for its end; <see cref="Cut.Auto"/> for what suits the training images best.</param>
    /// <param name="pooling">How activations at the cut become one vector.</param>
    public TransferPipeline ExtractFeatures(Backbone backbone, string? cut = null, FeaturePooling pooling = FeaturePooling.Average)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        return Configure(o => o with { Backbone = backbone, Cut = cut, Pooling = pooling });
    }

    /// <summary>Trains on augmented versions of the training photos beside the photos themselves, in both modes.</summary>
    /// <param name="augmentation">How versions are made, from nothing; null for <see cref="ImageAugmentation.Default"/>.</param>
    /// <param name="views">
    /// How many versions of each photo are computed beside the photo itself. 0, for fine-tuning only, makes new ones for every epoch. Default: 3.
    /// </param>
    public TransferPipeline Augment(Func<ImageAugmentation, ImageAugmentation>? augmentation = null, int views = 3)
    {
        ImageAugmentation chosen = augmentation is null ? ImageAugmentation.Default : augmentation(ImageAugmentation.None);
        ArgumentNullException.ThrowIfNull(chosen, nameof(augmentation));
        return With(p => p._options = p._options with { Augmentation = chosen, Views = views });
    }

    /// <summary>The kind of classifier on the features. Default (without this call): <see cref="Head.Linear"/>.</summary>
    public TransferPipeline Classify(Head head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return Configure(o => o with { Head = head });
    }

    /// <summary>
    /// Goes on, after the classifier is trained, to train the top of the network together with it. Needs libtorch:
    /// see <see cref="TransferMode.FineTuning"/>.
    /// </summary>
    /// <param name="change">What is unfrozen, and how it learns; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public TransferPipeline FineTune(Func<FineTuningBuilder, FineTuningBuilder>? change = null)
        => Configure(o =>
        {
            var builder = new FineTuningBuilder(o with { Mode = TransferMode.FineTuning });
            return (change is null ? builder : change(builder)).Options;
        });

    /// <summary>Sets any other option, as in <c>Configure(o => o with { BadImages = BadImagePolicy.Fail })</c>.</summary>
    /// <exception cref="ArgumentException">An option is out of its bounds, or asks for another validation set than that of
    /// <see cref="Split"/>.</exception>
    public TransferPipeline Configure(Func<ImageTransferTrainer.Options, ImageTransferTrainer.Options> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        ImageTransferTrainer.Options options = change(_options);
        // The mode may come later; Run checks what goes with it.
        options.ValidateBounds();
        if (options.ValidationSet is not null || options.ValidationSetFraction is not null)
        {
            throw new ArgumentException(
                "A pipeline has the validation set that Split makes, or that of train and validation folders; ValidationSet and " +
                "ValidationSetFraction are for a trainer without one.", nameof(change));
        }

        return With(p => p._options = options);
    }

    /// <summary>Works in a context of yours, so that its log shows the messages.</summary>
    public TransferPipeline WithContext(MLContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return With(p => p._context = context);
    }

    /// <summary>
    /// Takes one of several equal parts of the work of <see cref="Extract"/>: processes, perhaps on many machines, that each take another one
    /// share it over one <see cref="ExtractionOptions.WorkspacePath"/>. The same pipeline without this call then trains on what they
    /// extracted.
    /// </summary>
    /// <remarks>
    /// <para>Which image is in which shard follows from the data, the split and the number of versions alone: the processes need not know of
    /// each other, nor run at the same time, and one that failed is simply started again. Identical images are in one shard. Shards differ in
    /// work by less than one image and its versions; the data set may lie in another folder on each machine.</para>
    /// <para>With <see cref="Precision.Int8"/> all of them fit the network to the same images, drawn from the whole training set.</para>
    /// </remarks>
    /// <param name="index">Which part, 0 to <paramref name="count"/> - 1.</param>
    /// <param name="count">The number of parts, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    public TransferPipeline Shard(int index, int count)
    {
        Shard shard = Data.Shard.Of(index, count);
        return With(p => p._shard = shard);
    }

    /// <summary>
    /// Loads, splits and extracts, and stops there: the features, and before fine-tuning the activations, that a later <see cref="Run"/> of the
    /// same pipeline needs are in the cache, and it computes none again. Needs no libtorch.
    /// </summary>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellationToken">Stops the extraction within about a second; what was extracted until then is in the cache.</param>
    /// <exception cref="ImageFolderException">The folder holds no photos in folders of classes.</exception>
    /// <exception cref="TrainingDataException">The labels are of fewer than two classes.</exception>
    /// <exception cref="BadImageException">A photo cannot be used, and the options say to fail.</exception>
    /// <exception cref="WorkspaceException">The cache cannot be written, or the disk is full.</exception>
    /// <exception cref="InvalidOperationException">
    /// <see cref="ExtractionOptions.Cache"/> is false, so nothing would be left of it; or it is for one shard, and the cut is <see cref="Cut.Auto"/>.
    /// </exception>
    /// <exception cref="OperationCanceledException">The extraction was cancelled.</exception>
    public ExtractionResult Extract(IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (!_options.Cache)
        {
            throw new InvalidOperationException(
                "Extract fills the cache and does nothing else, and Cache is false, so nothing would be left of it. Leave Cache true, or call Run.");
        }

        if (!_shard.IsWhole && _options.Cut == Cut.Auto)
        {
            throw new InvalidOperationException(
                "Each process of several would probe all stages by itself for Cut.Auto. Call ProbeStages once, and name the cut that it recommends.");
        }

        return Start(run => run.Extract(_load, _split, _shard), progress, cancellationToken);
    }

    /// <summary>Loads, splits, extracts, trains, fine-tunes if asked to, and measures.</summary>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellationToken">Stops the run within about a second; the features extracted until then are in the cache.</param>
    /// <exception cref="ImageFolderException">The folder holds no photos in folders of classes.</exception>
    /// <exception cref="TrainingDataException">Fewer than two classes have usable photos.</exception>
    /// <exception cref="BadImageException">A photo cannot be used, and the options say to fail.</exception>
    /// <exception cref="TorchRuntimeException">Fine-tuning is asked for, and libtorch is not there.</exception>
    /// <exception cref="WorkspaceException">There is no room for the activations that fine-tuning keeps on disk.</exception>
    /// <exception cref="InvalidOperationException">
    /// The pipeline is for one <see cref="Shard"/> of the images, which is not to be trained on.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// The run was cancelled before fine-tuning. Fine-tuning that is cancelled gives the best model so far.
    /// </exception>
    public TransferResult Run(IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (!_shard.IsWhole)
        {
            throw new InvalidOperationException(
                $"This pipeline is for {_shard}, and a model needs all images: call Extract for each shard, and Run without Shard when all are " +
                "done.");
        }

        return Start(run => run.Run(_load, _split), progress, cancellationToken);
    }

    private T Start<T>(Func<TransferRun, T> work, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_options.CancellationToken, cancellationToken);
        _options.Validate();
        return work(new TransferRun(_context, _options with { CancellationToken = either.Token }, progress));
    }

    private TransferPipeline With(Action<TransferPipeline> change)
    {
        var copy = (TransferPipeline)MemberwiseClone();
        change(copy);
        return copy;
    }
}
