namespace MLTransfer;

/// <summary>How a classifier is used.</summary>
public sealed record ImageClassifierOptions
{
    /// <summary>The number of threads: of one prediction, or of <see cref="ImageClassifier.PredictMany"/>. Default: null, one a processor.</summary>
    public int? Threads { get; init; }

    /// <summary>
    /// The number of images that go through the network together, per thread, in <see cref="ImageClassifier.PredictMany"/>. Default: 8.
    /// </summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>The largest images that are decoded.</summary>
    public ImageLimits Limits { get; init; } = ImageLimits.Default;
}
