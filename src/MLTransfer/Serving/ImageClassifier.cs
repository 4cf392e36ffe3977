using Microsoft.ML.Data;
using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Networks;
using MLTransfer.Serving;
using MLTransfer.Serving.Explanation;
using MLTransfer.Training;

namespace MLTransfer;

/// <summary>
/// A trained classifier in use: predicts, saves, exports. Thread-safe; dispose it to free the network, which happens once the predictions
/// under way are done.
/// </summary>
public sealed partial class ImageClassifier : IDisposable
{
    private const string Unnamed = "image";
    private readonly ClassifierNetwork _classifier;
    private readonly ExtractionOptions _options;
    private readonly FeatureExtractor _extractor;
    private readonly ClassifierExplainer _explainer;
    private readonly SharedUse _use;
    private readonly float _sureFrom;

    internal ImageClassifier(ClassifierNetwork classifier, ExtractionOptions options, float sureFrom = 0)
    {
        _sureFrom = sureFrom;
        _classifier = classifier;
        _options = options with { Cache = false, Background = classifier.Background };
        _extractor = new FeatureExtractor(classifier.Computing(TensorNames.Score), _options);
        _explainer = new ClassifierExplainer(classifier, _options);
        _use = new SharedUse(new Networks(this), this);
    }

    /// <summary>The classes, in the order they were trained.</summary>
    public IReadOnlyList<string> Labels => _classifier.Labels;

    /// <summary>How photos become the input of the network.</summary>
    public ResizePolicy Resize => _classifier.Resize;

    /// <summary>The arithmetic of its network: <see cref="Precision.Int8"/> where that computes on bytes in part, else <see cref="Precision.Float32"/>.</summary>
    public Precision Precision => ClassifierPrecision.Of(_classifier);

    /// <summary>Loads what <see cref="Save"/>, <see cref="SaveOnnx(string)"/> or, for a trained <see cref="ImageTransferTransformer"/>, ML.NET's
    /// <c>mlContext.Model.Save</c> wrote. The content decides, not the extension. A model is data: nothing in it is run but the network.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Threads, batch size, limits, and when to be sure.</param>
    /// <exception cref="ModelFileException">The file does not exist, is damaged, or holds no such classifier.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="ImageClassifierOptions.AbstainBelow"/> is not 0 to 1.</exception>
    public static ImageClassifier Load(string path, ImageClassifierOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new ImageClassifierOptions();
        Bounds.Require(options.AbstainBelow is null or (>= 0 and <= 1), options.AbstainBelow, "from 0 to 1, or null to be sure of all");
        var classifier = new ImageClassifier(
            ModelFile.Read(path), new ExtractionOptions { Threads = options.Threads, BatchSize = options.BatchSize, Limits = options.Limits },
            options.AbstainBelow ?? 0);
        try
        {
            classifier.Start(path, options.WarmUp);
            return classifier;
        }
        catch
        {
            classifier.Dispose();
            throw;
        }
    }

    /// <summary>The classifier inside a trained transformer. Each needs disposing of its own.</summary>
    public static ImageClassifier From(ImageTransferTransformer transformer)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        return new ImageClassifier(transformer.ToNetwork(), TrainingSession.ExtractionOf(transformer.Options));
    }

    /// <summary>Classifies an image file.</summary>
    /// <exception cref="BadImageException">The image cannot be used.</exception>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    public ImagePrediction Predict(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Predict(new FileImageSource(path));
    }

    /// <summary>Classifies an encoded image (JPEG, PNG, ...).</summary>
    /// <exception cref="BadImageException">The image cannot be used.</exception>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    public ImagePrediction Predict(ReadOnlyMemory<byte> image) => Predict(new EncodedImageSource(image, Unnamed));

    /// <summary>Classifies the encoded image that a stream holds from its position to its end.</summary>
    /// <exception cref="BadImageException">The image cannot be used.</exception>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    public ImagePrediction Predict(Stream image)
    {
        ArgumentNullException.ThrowIfNull(image);
        _use.ThrowIfDisposed();
        return Predict(new EncodedImageSource(BoundedStream.Read(image, _options.Limits.MaxBytes), Unnamed));
    }

    /// <summary>Classifies a decoded image. It is taken as upright: ML.NET drops what a photo says of its orientation.</summary>
    /// <exception cref="BadImageException">The image exceeds the limits.</exception>
    /// <exception cref="ObjectDisposedException">The classifier is disposed.</exception>
    public ImagePrediction Predict(MLImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Predict(Decoded(image));
    }

    /// <summary>
    /// Saves a .zip that ML.NET loads without this library: <c>mlContext.Model.Load</c>, with a text column <c>ImagePath</c> in, and
    /// <c>PredictedLabel</c> (text) and <c>Score</c> out. The packages Microsoft.ML, .ImageAnalytics, .OnnxTransformer and
    /// Microsoft.ML.OnnxRuntime suffice.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written; an existing one is left as it was.</exception>
    public void Save(string path) => ModelFile.WriteZip(_classifier, path);

    /// <summary>
    /// Saves one ONNX file: input <c>Image</c>, float32 [N, 3, height, width], RGB 0..255; outputs <c>Score</c> (probabilities) and <c>Logits</c>;
    /// the labels as a JSON list in the metadata under <c>labels</c>.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written; an existing one is left as it was.</exception>
    public void SaveOnnx(string path) => ModelFile.WriteOnnx(_classifier, path);

    /// <summary>
    /// Saves the classifier as <see cref="SaveOnnx(string)"/> does, with the arithmetic that is asked for. What it is not written in, it goes on
    /// predicting in; to predict in that, load the file.
    /// </summary>
    /// <remarks>
    /// From float32 to int8, the ranges of activations are fitted to 16 to 64 of the images, an eighth of them, and the features that the last layer
    /// sees are compared on 8 others: where their mean cosine to those of float32 is below 0.98, or fewer than half keep their nearest neighbour,
    /// nothing is written. From int8 to float32, the weights are those of
    /// int8 (of 127 steps a channel and sign), and activations end where they ended in int8 but are no longer rounded: so scores differ a little
    /// from those in int8, and from those of a classifier that was trained in float32.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="precision"><see cref="Precision.Float32"/> or <see cref="Precision.Int8"/>.</param>
    /// <param name="calibrationImages">
    /// The paths of images of the kind that the classifier will see, such as its training images: 40 or more, of which few are drawn and read; at
    /// least 4 different ones. Those that cannot be used are passed over. Needed, and looked at, only to bring a float32 classifier to int8; default: null.
    /// </param>
    /// <param name="cancellationToken">Stops the work; nothing is written then.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="precision"/> is another one, or a float32 classifier should become int8 without <paramref name="calibrationImages"/>.
    /// </exception>
    /// <exception cref="PrecisionException">The classifier cannot be had in that precision; the message says why.</exception>
    /// <exception cref="IOException">The file cannot be written; an existing one is left as it was.</exception>
    public void SaveOnnx(
        string path, Precision precision, IEnumerable<string>? calibrationImages = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Bounds.Require(precision is Precision.Float32 or Precision.Int8, precision, "Float32 or Int8, in which a classifier can be written");
        ClassifierNetwork network = precision == Precision.Float32
            ? ClassifierPrecision.ToFloat32(_classifier)
            : ClassifierPrecision.ToInt8(_classifier, calibrationImages, _options with { CancellationToken = cancellationToken });
        ModelFile.WriteOnnx(network, path);
    }

    /// <summary>Refuses new predictions, and frees the network once those under way are done. Saving stays possible.</summary>
    public void Dispose() => _use.Dispose();

    /// <summary>Checks what the network computes, which takes what the first prediction takes, and keeps that or frees it.</summary>
    private void Start(string path, bool warmUp)
    {
        if (ClassifierCheck.FindProblem(_classifier, _extractor) is { } problem)
            throw new ModelFileException(path, problem);
        if (warmUp)
            WarmUp.Decoder(Resize);
        else
            _extractor.Rest();
    }

    private static PixelImageSource Decoded(MLImage image)
        => new(image.Pixels.ToArray(), image.Width, image.Height, image.PixelFormat, image.Tag ?? Unnamed);

    private ImagePrediction Predict(ImageSource source)
    {
        using SharedUse.Use use = _use.Begin();
        return new ImagePrediction(source.Name, Labels, _extractor.ExtractOne(source), _sureFrom);
    }
}
