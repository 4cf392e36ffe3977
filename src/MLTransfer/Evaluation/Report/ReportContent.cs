namespace MLTransfer.Evaluation.Report;

/// <summary>All that a report shows, before anything is computed or drawn.</summary>
internal sealed record ReportContent
{
    /// <summary>What the classifier is for, such as the name of the folder of photos.</summary>
    public required string Title { get; init; }

    /// <summary>The classes, in the order of the scores.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>How the classifier does on the test images; null where there are none.</summary>
    public ClassifierMetrics? Test { get; init; }

    /// <summary>How the classifier does on the validation images; null where there are none.</summary>
    public ClassifierMetrics? Validation { get; init; }

    /// <summary>The epochs of training; empty where there were none.</summary>
    public IReadOnlyList<ImageTransferMetrics> Epochs { get; init; } = [];

    /// <summary>What made the classifier: options, versions, times.</summary>
    public IReadOnlyList<ReportSetting> Settings { get; init; } = [];

    /// <summary>What is wrong with the photos, in the order in which it is to be shown.</summary>
    public IReadOnlyList<ReportFinding> Findings { get; init; } = [];

    /// <summary>Draws where the classifier looks in photos, given their paths; null to have no such pictures.</summary>
    public Func<IReadOnlyList<string>, ReportHeatMaps>? DrawHeatMaps { get; init; }

    /// <summary>The largest photos that are decoded for their thumbnails.</summary>
    public ImageLimits Limits { get; init; } = ImageLimits.Default;

    /// <exception cref="ArgumentException">The metrics are not of these classes, or a score is no probability.</exception>
    public void Validate()
    {
        foreach (ClassifierMetrics? metrics in (ReadOnlySpan<ClassifierMetrics?>)[Test, Validation])
        {
            if (metrics is null)
                continue;
            if (!metrics.Labels.SequenceEqual(ClassNames))
                throw new ArgumentException($"What was measured is of {metrics.Labels.Count} classes that are not the {ClassNames.Count} of the report.");
            if (metrics.Images.FirstOrDefault(image => !image.Scores.All(score => score is >= 0 and <= 1)) is { } odd)
                throw new ArgumentException($"{odd.Path}: its scores are no probabilities from 0 to 1.");
        }
    }
}
