using MLTransfer.Data;

namespace MLTransfer;

/// <summary>How bottleneck features are extracted from images.</summary>
public record ExtractionOptions
{
    internal const int DefaultBatchSize = 8;

    /// <summary>
    /// Where the backbone is cut: the name of a stage (<see cref="Backbone.Stages"/>) or of any tensor that it computes; those of
    /// <see cref="Backbone.Cuts"/> hold all that the layers above would see. Lower stages see edges and textures rather than objects, and suit
    /// images far from what the backbone was trained on; <see cref="MLTransfer.Cut.Auto"/>, for pipelines and trainers, measures which suits.
    /// Default: null, the end of the backbone.
    /// </summary>
    public string? Cut { get; init; }

    /// <summary>How activations at the cut become one vector. Default: <see cref="FeaturePooling.Average"/>.</summary>
    public FeaturePooling Pooling { get; init; }

    /// <summary>
    /// The arithmetic of the frozen part. <see cref="Precision.Float32"/>, or <see cref="Precision.Int8"/>: about three times as fast for ResNet18
    /// on a processor with AVX-512 VNNI; without instructions for it, perhaps no faster at all. Int8 is fitted to
    /// <see cref="CalibrationImages"/> of the training images and checked on 8 others: where it would change the features too much (a mean cosine
    /// below 0.98 to those of float32, or another nearest neighbour for more than half of the images), or cannot be had of a network, the frozen part
    /// stays in float32; the log and the result say why. A model trained this way keeps that arithmetic wherever it runs. In fine-tuning, the
    /// classifier that it starts from sees features of the whole network in int8; what is unfrozen learns, and stays, in float32.
    /// <see cref="Precision.Auto"/>, for pipelines and trainers, is Int8 where the processor has instructions for it and there are 128 images or more
    /// to train on, else Float32; for <c>ExtractImageFeatures</c> it is Float32. Since other training images may mean another fit, and so features
    /// that are computed again, Float32 may be faster where many models are trained on parts of the same images, as in cross-validation.
    /// Default: <see cref="Precision.Auto"/>.
    /// </summary>
    public Precision Precision { get; init; } = Precision.Auto;

    /// <summary>
    /// How many images <see cref="Precision.Int8"/> is fitted to, 4 or more, beside 8 on which it is checked; all take as much time as in float32.
    /// Default: null, an eighth of the images in a power of two, 16 to 64.
    /// </summary>
    public int? CalibrationImages { get; init; }

    /// <summary>The most images that go through the network together, per thread; fewer do towards the end. Default: 8.</summary>
    public virtual int BatchSize { get; init; } = DefaultBatchSize;

    /// <summary>The number of threads, each decoding and running the network. Default: null, one a processor.</summary>
    public int? Threads { get; init; }

    /// <summary>
    /// The folder in which features are kept from run to run. An entry is found by the content of the image and all that decides its
    /// features, so a stale one is never used; several processes may share a folder. Default: null, the folder
    /// <c>MLTRANSFER_HOME</c> where that environment variable is set, else <c>mltransfer</c> in the user's cache folder.
    /// </summary>
    public string? WorkspacePath { get; init; }

    /// <summary>Whether features are kept in <see cref="WorkspacePath"/>. Default: true.</summary>
    public bool Cache { get; init; } = true;

    /// <summary>The folder that relative image paths start from. Default: null, the current folder.</summary>
    public string? ImageFolder { get; init; }

    /// <summary>What becomes of images that cannot be used. Default: <see cref="BadImagePolicy.LeaveOut"/>.</summary>
    public BadImagePolicy BadImages { get; init; }

    /// <summary>The largest images that are decoded.</summary>
    public ImageLimits Limits { get; init; } = ImageLimits.Default;

    /// <summary>The colour behind transparent pixels. Default: white.</summary>
    public Rgb Background { get; init; } = Rgb.White;

    /// <summary>Is told how far extraction is, after every few images, on any thread. Default: null.</summary>
    public IProgress<ExtractionProgress>? Progress { get; init; }

    /// <summary>Stops extraction within about a second; what was extracted until then is in the cache.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>
    /// Whether what is computed goes into new files of the cache, rather than on with those that were left. It relies on no lock then, as not all
    /// network file systems have them, to keep machines apart.
    /// </summary>
    internal bool WritesNewFiles { get; init; }

    internal void ValidatePrecision()
    {
        Bounds.Require(CalibrationImages is null or >= 4, CalibrationImages, "at least 4, or null for a part of the images");
        Bounds.Require(
            Precision is Precision.Auto or Precision.Float32 or Precision.Int8, Precision, "Auto, Float32 or Int8, in which the frozen part can run");
    }
}
