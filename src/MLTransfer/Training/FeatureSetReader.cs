using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Imaging;
using MLTransfer.Training.FineTuning;

namespace MLTransfer.Training;

/// <summary>Reads views of labelled images into memory as features. Rows with bad images or without a label are left out, and said so.</summary>
internal sealed class FeatureSetReader(
    IHostEnvironment environment, FeatureExtractor extractor, BadImageCollector badImages, ImageTransferTrainer.Options options, LabelKeys labels)
{
    private bool ComputesAgain
        => options.Mode == TransferMode.FineTuning && (!options.Cache || (options.Augmentation is not null && options.Views == 0));

    /// <param name="view">The images and labels.</param>
    /// <param name="views">The number of augmented versions of each image that are read beside the image itself.</param>
    /// <param name="reuse">Whether features in the cache are used.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <exception cref="WorkspaceException">Activations are to be kept, and there is no room for them.</exception>
    public FeatureSet Read(IDataView view, int views, bool reuse, IProgress<ExtractionProgress>? progress)
    {
        var set = new FeatureSet();
        foreach ((ExtractedImage image, int label, ImageItem item) in Extract(view, views, reuse, progress))
        {
            if (image.Features is not null)
                set.Add(image.Features, label, image.Name, image.Hash, ToKeep(item));
        }

        extractor.ReportCacheProblem(environment);
        return set;

        // A path is small; an image in memory is kept only where it has to be computed from again.
        ImageItem ToKeep(ImageItem item)
            => item.Source is FileImageSource || ComputesAgain ? item : item with { Source = new ReleasedImageSource(item.Source.Name) };
    }

    /// <summary>Sees that the features of images are in the cache. Nothing of them stays in memory.</summary>
    /// <param name="view">The images and labels.</param>
    /// <param name="views">The number of augmented versions of each image that are read beside the image itself.</param>
    /// <param name="reuse">Whether features in the cache are used.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <exception cref="WorkspaceException">The workspace cannot take them.</exception>
    public ExtractionCounts Fill(IDataView view, int views, bool reuse, IProgress<ExtractionProgress>? progress)
    {
        var counts = default(ExtractionCounts);
        extractor.ThrowIfNotKept();
        foreach ((ExtractedImage image, _, ImageItem item) in Extract(view, views, reuse, progress, fillsCache: true))
        {
            extractor.ThrowIfNotKept();
            counts += ExtractionCounts.Of(image, item);
        }

        return counts;
    }

    private IEnumerable<(ExtractedImage Image, int Label, ImageItem Item)> Extract(
        IDataView view, int views, bool reuse, IProgress<ExtractionProgress>? progress, bool fillsCache = false)
    {
        DataViewSchema.Column labelColumn = view.Schema.Require(options.LabelColumnName, "label");
        DataViewSchema.Column imageColumn = ImageColumn.Find(view.Schema, options.FeatureColumnName).Column;
        // Noted as the images are read ahead; the features come back in the same order.
        var underWay = new Queue<(int Label, ImageItem Item)>();
        int withoutLabel = 0, bad = 0, good = 0;
        long? total = view.GetRowCount() * (1 + views);
        if (extractor.Activations is { } activations && view.GetRowCount() is { } images)
        {
            string place = FrozenPart.Describe(options.Backbone, extractor.Network.Tap!.Tensor);
            new ActivationBudget(activations).Check(environment, images, 1 + views, place);
        }

        foreach (ExtractedImage image in extractor.Extract(Images(), total, reuse, progress, options.CancellationToken, fillsCache))
        {
            (int label, ImageItem item) = underWay.Dequeue();
            if (image.Bad is { } fault)
                badImages.Add(fault);
            if (item.View.Number == 0)
                _ = image.Bad is null ? good++ : bad++;
            yield return (image, label, item);
        }

        badImages.Conclude(bad, bad + good);
        if (withoutLabel > 0)
            environment.Warn($"Left out {Quantity.Of(withoutLabel, "row")} whose label is missing or none of the classes.");

        IEnumerable<ImageItem> Images()
        {
            using DataViewRowCursor cursor = view.GetRowCursor([labelColumn, imageColumn]);
            Func<int> label = labels.CreateGetter(cursor, labelColumn);
            Func<ImageSource> image = ImageColumn.Find(view.Schema, options.FeatureColumnName).CreateGetter(cursor, options.ImageFolder);
            while (cursor.MoveNext())
            {
                int current = label();
                if (current < 0)
                {
                    withoutLabel++;
                    continue;
                }

                ImageSource source = image();
                for (int number = 0; number <= views; number++)
                {
                    var item = new ImageItem(source, new ImageView(number == 0 ? null : options.Augmentation, options.Seed, number));
                    underWay.Enqueue((current, item));
                    yield return item;
                }
            }
        }
    }
}
