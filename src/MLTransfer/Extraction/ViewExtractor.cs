using Microsoft.ML.Runtime;
using MLTransfer.Data;
using MLTransfer.Imaging;

namespace MLTransfer.Extraction;

/// <summary>Gives the pixels of one view of each image, decoded on all processors.</summary>
internal sealed class ViewExtractor(PixelPipeline pixels, ImageView view) : IImageExtractor
{
    public IEnumerable<ExtractedImage> Extract(
        IEnumerable<ImageSource> sources, long? total, bool reuse, IProgress<ExtractionProgress>? progress, CancellationToken cancellationToken)
        => OrderedPipeline.Run(sources, (source, _) => Extract(source), Environment.ProcessorCount, cancellationToken);

    public float[] ExtractOne(ImageSource source)
    {
        using ImageContent content = ImageContent.Read(source, pixels.Limits);
        return Decode(content);
    }

    public void ReportCacheProblem(IHostEnvironment environment)
    {
    }

    public void Dispose()
    {
    }

    private ExtractedImage Extract(ImageSource source)
    {
        try
        {
            using ImageContent content = ImageContent.Read(source, pixels.Limits);
            return new ExtractedImage(source.Name, content.Hash, view.KeyOf(content.Hash), Decode(content), null, FromCache: false);
        }
        catch (BadImageException e)
        {
            return new ExtractedImage(source.Name, default, default, null, e.Image, FromCache: false);
        }
    }

    private float[] Decode(ImageContent content)
    {
        var planes = new float[pixels.Length];
        pixels.Decode(content, view, planes);
        return planes;
    }
}
