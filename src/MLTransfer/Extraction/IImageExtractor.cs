using Microsoft.ML.Runtime;
using MLTransfer.Data;

namespace MLTransfer.Extraction;

/// <summary>Turns each image into one vector of floats: features, or the pixels of a view. Thread-safe.</summary>
internal interface IImageExtractor : IDisposable
{
    /// <summary>Extracts the vectors of images, in their order. Memory is bounded, whatever their number.</summary>
    /// <param name="sources">The images.</param>
    /// <param name="total">Their number, for the progress reports, where it is known.</param>
    /// <param name="reuse">Whether vectors kept from before are used.</param>
    /// <param name="progress">Is told how far the extraction is.</param>
    /// <param name="cancellationToken">Stops the extraction.</param>
    IEnumerable<ExtractedImage> Extract(
        IEnumerable<ImageSource> sources, long? total, bool reuse, IProgress<ExtractionProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Extracts the vector of one image.</summary>
    /// <exception cref="BadImageException">The image cannot be used.</exception>
    float[] ExtractOne(ImageSource source);

    /// <summary>Logs, once, why vectors are not kept for the next time, if they should be and are not.</summary>
    void ReportCacheProblem(IHostEnvironment environment);
}
