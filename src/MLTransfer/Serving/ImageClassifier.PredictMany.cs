using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer;

public sealed partial class ImageClassifier
{
    /// <summary>Classifies image files in batches on all threads, in their order, as the result is read.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="onBadImage">Is told of each image that cannot be used, which is then left out; null to fail there.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="BadImageException">An image cannot be used, and <paramref name="onBadImage"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    public IEnumerable<ImagePrediction> PredictMany(
        IEnumerable<string> paths, Action<BadImage>? onBadImage = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        _use.ThrowIfDisposed();
        return PredictMany(paths.Select(path => new FileImageSource(path)), CountOf(paths), onBadImage, cancellationToken);
    }

    /// <summary>
    /// Classifies encoded images (JPEG, PNG, ...) in memory, such as those of requests to a server, in batches on all threads, in their order, as
    /// the result is read; the work stops where that stops. <see cref="ImagePrediction.Path"/> and <see cref="BadImage.Path"/> are
    /// <c>images[0]</c>, <c>images[1]</c>, and so on.
    /// </summary>
    /// <param name="images">The images. Their bytes must stay as they are until the result has been read.</param>
    /// <param name="onBadImage">
    /// Is told of each image that cannot be used, which is then left out; null to fail there. It is called in the image's place: after the predictions
    /// of all images before it have been read, and before that of the next one is.
    /// </param>
    /// <exception cref="BadImageException">An image cannot be used, and <paramref name="onBadImage"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    public IEnumerable<ImagePrediction> PredictMany(IEnumerable<ReadOnlyMemory<byte>> images, Action<BadImage>? onBadImage)
    {
        ArgumentNullException.ThrowIfNull(images);
        _use.ThrowIfDisposed();
        return PredictMany(
            images.Select((image, i) => new EncodedImageSource(image, $"images[{i}]")), CountOf(images), onBadImage, CancellationToken.None);
    }

    // A few images are spread over all threads only where it is known how many there are.
    private static long? CountOf<T>(IEnumerable<T> images) => images.TryGetNonEnumeratedCount(out int count) ? count : null;

    private IEnumerable<ImagePrediction> PredictMany(
        IEnumerable<ImageSource> sources, long? total, Action<BadImage>? onBadImage, CancellationToken cancellationToken)
    {
        using SharedUse.Use use = _use.Begin();
        foreach (ExtractedImage image in _extractor.Extract(sources, total, reuse: false, progress: null, cancellationToken))
        {
            if (image.Features is { } scores)
                yield return new ImagePrediction(image.Name, Labels, scores, _sureFrom);
            else if (onBadImage is not null)
                onBadImage(image.Bad!);
            else
                throw new BadImageException(image.Bad!);
        }
    }
}
