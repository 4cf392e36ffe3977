using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLTransfer.Extraction;
using MLTransfer.Imaging;

namespace MLTransfer;

/// <summary>
/// Adds a column with one view of the image in another column. It is for training only: saving it throws a <see cref="NotSupportedException"/>, as
/// ML.NET has no transformer that could stand in for it, and a model should see the images themselves.
/// </summary>
public sealed class ImageAugmentingTransformer : ImageTransformer
{
    internal ImageAugmentingTransformer(
        IHostEnvironment environment, string outputColumnName, DataViewSchema.Column imageColumn, ImageAugmentation augmentation,
        ImageAugmentingOptions options)
        : base(
            new ImageTransform(
                new ViewExtractor(
                    new PixelPipeline(options.Resize, options.Limits, options.Background), new ImageView(augmentation, options.Seed, options.View)),
                imageColumn.Name,
                new ViewColumn(outputColumnName, options.Resize.CropWidth, options.Resize.CropHeight),
                new BadImageCollector(environment, options.BadImages),
                new ExtractionOptions { ImageFolder = options.ImageFolder }),
            imageColumn)
    {
    }

    private protected override StockPipeline CreateStockPipeline(DataViewSchema.Column imageColumn)
        => throw new NotSupportedException(
            "Augmentation is for training, and ML.NET cannot save it. Save a model without it: put what was trained behind the images themselves " +
            "(mlContext.Transforms.LoadImages and ResizeImages, say).");
}
