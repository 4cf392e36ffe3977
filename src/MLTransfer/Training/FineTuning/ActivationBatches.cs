using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Imaging;

namespace MLTransfer.Training.FineTuning;

/// <summary>
/// The activations of images at the end of the frozen part, as examples. With augmented versions in the cache, each epoch draws one version of
/// each image from them; with none cached, each epoch makes a new one.
/// </summary>
internal sealed class ActivationBatches : BatchSource
{
    private readonly FeatureExtractor _extractor;
    private readonly ImageTransferTrainer.Options _options;
    private readonly (ImageSource Source, ContentHash Hash)[] _images;
    private readonly bool _augments;

    /// <param name="extractor">Has the activations, or computes them.</param>
    /// <param name="set">The images.</param>
    /// <param name="options">How they are augmented.</param>
    /// <param name="augments">Whether they are.</param>
    public ActivationBatches(FeatureExtractor extractor, FeatureSet set, ImageTransferTrainer.Options options, bool augments)
    {
        (_extractor, _options) = (extractor, options);
        _augments = augments && options.Augmentation is not null;
        FeatureSet images = set.Plain();
        _images = [.. images.Items.Zip(images.Hashes, (item, hash) => (item.Source, hash))];
        Labels = images.Labels;
    }

    public override IReadOnlyList<int> Labels { get; }

    public override IReadOnlyList<long> Shape => _extractor.Network.Tap!.Shape;

    public override void Load(IReadOnlyList<int> examples, int epoch, Memory<float> destination)
    {
        bool isNew = _augments && _options.Views == 0;
        (ImageItem Item, ContentHash Key)[] items = [.. examples.Select(i => ItemOf(_images[i].Source, _images[i].Hash, epoch))];
        _extractor.ReadActivations(items, keep: !isNew, destination, _options.CancellationToken);
    }

    private (ImageItem Item, ContentHash Key) ItemOf(ImageSource source, ContentHash hash, int epoch)
    {
        int number = !_augments ? 0 : _options.Views == 0 ? epoch : Draw(hash, epoch);
        var view = new ImageView(number == 0 ? null : _options.Augmentation, _options.Seed, number);
        return (new ImageItem(source, view), view.KeyOf(hash));
    }

    // One of the cached versions, the image itself among them. Every image follows its own sequence.
    private int Draw(ContentHash hash, int epoch)
        => EpochRandom.Of(_options.Seed, epoch, use: hash.GetHashCode()).Next(_options.Views + 1);
}
