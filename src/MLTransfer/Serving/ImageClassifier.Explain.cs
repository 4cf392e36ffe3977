using Microsoft.ML.Data;
using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Serving;

namespace MLTransfer;

public sealed partial class ImageClassifier
{
    /// <summary>
    /// Says where in a photo this classifier sees what speaks for a class. The first call loads the network a second time, with its last activations
    /// coming out.
    /// </summary>
    /// <remarks>
    /// Exact for a linear classifier on pooled activations, which is what this library trains unless told otherwise; Grad-CAM for others. Torch is
    /// needed only where more than pooling, fully connected layers and rectifiers follow the last activations.
    /// </remarks>
    /// <param name="path">The photo.</param>
    /// <param name="label">The class, one of <see cref="Labels"/>; default: null, the most probable one.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    /// <exception cref="BadImageException">The image cannot be used.</exception>
    /// <exception cref="ExplanationException">The network has no activations with places, or none that gradients could be had of.</exception>
    /// <exception cref="TorchRuntimeException">Torch is needed, and the application does not reference it.</exception>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    public ImageExplanation Explain(string path, string? label = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Explain(new FileImageSource(path), label, cancellationToken);
    }

    /// <summary>Explains an encoded image (JPEG, PNG, ...), as <see cref="Explain(string, string, CancellationToken)"/> does a file.</summary>
    /// <inheritdoc cref="Explain(string, string, CancellationToken)" path="/exception"/>
    /// <param name="image">The image. It must stay as it is until the explanation has been drawn.</param>
    /// <param name="label">The class, one of <see cref="Labels"/>; null for the most probable one.</param>
    public ImageExplanation Explain(ReadOnlyMemory<byte> image, string? label)
        => Explain(new EncodedImageSource(image, Unnamed), label, CancellationToken.None);

    /// <summary>
    /// Explains the encoded image that a stream holds from its position to its end, as <see cref="Explain(string, string, CancellationToken)"/> does a
    /// file.
    /// </summary>
    /// <inheritdoc cref="Explain(string, string, CancellationToken)" path="/exception"/>
    /// <param name="image">The image.</param>
    /// <param name="label">The class, one of <see cref="Labels"/>; null for the most probable one.</param>
    public ImageExplanation Explain(Stream image, string? label)
    {
        ArgumentNullException.ThrowIfNull(image);
        _use.ThrowIfDisposed();
        return Explain(new EncodedImageSource(BoundedStream.Read(image, _options.Limits.MaxBytes), Unnamed), label, CancellationToken.None);
    }

    /// <summary>
    /// Explains a decoded image, as <see cref="Explain(string, string, CancellationToken)"/> does a file. It is taken as upright.
    /// </summary>
    /// <inheritdoc cref="Explain(string, string, CancellationToken)" path="/exception"/>
    /// <param name="image">The image.</param>
    /// <param name="label">The class, one of <see cref="Labels"/>; null for the most probable one.</param>
    public ImageExplanation Explain(MLImage image, string? label)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Explain(Decoded(image), label, CancellationToken.None);
    }

    /// <summary>Explains image files with their most probable classes, on all threads, in their order, as the result is read.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="draw">What is made of each explanation, on several threads at once; null where an image cannot be used.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal IEnumerable<T?> ExplainMany<T>(IEnumerable<string> paths, Func<ImageExplanation, T> draw, CancellationToken cancellationToken)
        where T : class
    {
        using SharedUse.Use use = _use.Begin();
        foreach (T? result in OrderedPipeline.Run(paths, ExplainOne, _options.Threads ?? Environment.ProcessorCount, cancellationToken))
            yield return result;

        T? ExplainOne(string path, CancellationToken stop)
        {
            try
            {
                return draw(_explainer.Explain(new FileImageSource(path), classIndex: null, stop));
            }
            catch (BadImageException)
            {
                return null;
            }
        }
    }

    private ImageExplanation Explain(ImageSource source, string? label, CancellationToken cancellationToken)
    {
        int? index = label is null ? null : Labels.RequireIndex(label);
        using SharedUse.Use use = _use.Begin();
        return _explainer.Explain(source, index, cancellationToken);
    }

    /// <summary>All that a classifier holds in native memory.</summary>
    private sealed class Networks(ImageClassifier owner) : IDisposable
    {
        public void Dispose()
        {
            owner._extractor.Dispose();
            owner._explainer.Dispose();
        }
    }
}
