using MLTransfer.Data;
using MLTransfer.Imaging;

namespace MLTransfer;

/// <content>Views for people to look at.</content>
public sealed partial class ImageAugmentation
{
    /// <summary>
    /// Writes a PNG with the image as the network sees it without augmentation, top left, and then views 1, 2, ..., row by row: to be looked at
    /// before training. What a person cannot recognise in a view, a network should not have to learn from it.
    /// </summary>
    /// <param name="imagePath">The image.</param>
    /// <param name="pngPath">The file to be written; one that exists is replaced.</param>
    /// <param name="views">The number of views, 0 to 255.</param>
    /// <param name="resize">The size of the views. Default: null, <see cref="ResizePolicy.Default"/>.</param>
    /// <param name="seed">Decides, with the content of the image, on everything that is drawn at random.</param>
    /// <exception cref="ArgumentException">
    /// An argument is missing or out of its range, or the sheet would have more than 100 million pixels.
    /// </exception>
    /// <exception cref="BadImageException">The image cannot be used.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveContactSheet(string imagePath, string pngPath, int views = 15, ResizePolicy? resize = null, int seed = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(imagePath);
        ArgumentException.ThrowIfNullOrEmpty(pngPath);
        Bounds.Require(views is >= 0 and <= ContactSheet.LargestViewCount, views, $"from 0 to {ContactSheet.LargestViewCount}");
        var pipeline = new PixelPipeline(resize ?? ResizePolicy.Default);
        var sheet = new ContactSheet(1 + views, pipeline.Resize.CropWidth, pipeline.Resize.CropHeight);
        ImageContent content = ImageContent.Read(new FileImageSource(imagePath), pipeline.Limits);
        var planes = new float[pipeline.Length];
        for (int view = 0; view <= views; view++)
        {
            pipeline.Decode(content, new ImageView(this, seed, view), planes);
            sheet.Place(view, planes);
        }

        AtomicFile.Write(pngPath, sheet.WritePng);
    }
}
