namespace MLTransfer.Evaluation.Report;

/// <summary>All that a report shows, before anything is computed or drawn.</summary>
internal sealed record ReportContent
{
    /// <summary>What the classifier is for, such as the name of the folder of photos.</summary>
    public required string Title { get; init; }

    /// <summary>The classes, in the order of the scores.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>What the classifier says of the test images; may be empty.</summary>
    public IReadOnlyList<ImageScores> Test { get; init; } = [];

    /// <summary>What the classifier says of the validation images; may be empty.</summary>
    public IReadOnlyList<ImageScores> Validation { get; init; } = [];

    /// <summary>The epochs of training; empty where there were none.</summary>
    public IReadOnlyList<ImageTransferMetrics> Epochs { get; init; } = [];

    /// <summary>What made the classifier: options, versions, times.</summary>
    public IReadOnlyList<ReportSetting> Settings { get; init; } = [];

    /// <summary>What is wrong with the photos, in the order in which it is to be shown.</summary>
    public IReadOnlyList<ReportFinding> Findings { get; init; } = [];

    /// <summary>Encoded pictures of where the classifier looks, by the path of the photo.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> HeatMaps { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>The largest photos that are decoded for their thumbnails.</summary>
    public ImageLimits Limits { get; init; } = ImageLimits.Default;

    /// <exception cref="ArgumentException">A label or the scores of an image do not fit the classes.</exception>
    public void Validate()
    {
        foreach (ImageScores image in Test.Concat(Validation))
        {
            if (image.Scores.Count != ClassNames.Count || image.Label < 0 || image.Label >= ClassNames.Count)
                throw new ArgumentException(
                    $"{image.Path}: class {image.Label} with {image.Scores.Count} scores does not fit the {ClassNames.Count} classes.");
            if (!image.Scores.All(score => score is >= 0 and <= 1))
                throw new ArgumentException($"{image.Path}: its scores are no probabilities from 0 to 1.");
        }
    }
}
