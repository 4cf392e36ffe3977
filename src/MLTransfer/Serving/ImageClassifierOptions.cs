namespace MLTransfer;

/// <summary>How a classifier is used.</summary>
public sealed record ImageClassifierOptions
{
    /// <summary>The number of threads: of one prediction, or of <c>PredictMany</c>. Default: null, one a processor.</summary>
    public int? Threads { get; init; }

    /// <summary>
    /// The number of images that go through the network together, per thread, in <c>PredictMany</c>. Default: 8.
    /// </summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>
    /// Whether <see cref="ImageClassifier.Load"/> makes all ready for <see cref="ImageClassifier.Predict(string)"/>, so that the first prediction
    /// takes no longer than later ones: it keeps the network in memory with which it checks the file, and decodes a small picture, which takes a few
    /// tens of milliseconds once in a process. Measured with ResNet18 on 2 cores, the first prediction then takes 23 ms in place of 84 (int8: 10 in
    /// place of 36). Default: true.
    /// False for a program that may never predict, or only calls <c>PredictMany</c>, which has a network of its own.
    /// </summary>
    public bool WarmUp { get; init; } = true;

    /// <summary>
    /// The least probability of the predicted class, 0 to 1, at which a prediction counts as sure (<see cref="ImagePrediction.IsSure"/>). It changes
    /// nothing else: <see cref="ImagePrediction.Label"/> stays the best guess, and <see cref="ImageClassifier.Evaluate"/> counts every image.
    /// <see cref="ClassifierMetrics.ThresholdFor"/> finds one. Default: null, all are sure.
    /// </summary>
    public float? AbstainBelow { get; init; }

    /// <summary>The largest images that are decoded.</summary>
    public ImageLimits Limits { get; init; } = ImageLimits.Default;
}
