namespace MLTransfer;

/// <summary>Where a backbone is best cut for some images, by a probe of its stages.</summary>
public sealed record StageRecommendation
{
    internal StageRecommendation()
    {
    }

    /// <summary>For <see cref="ExtractionOptions.Cut"/>: a stage, or null for the end of the backbone.</summary>
    public required string? Cut { get; init; }

    /// <summary>For <see cref="ExtractionOptions.Pooling"/>.</summary>
    public required FeaturePooling Pooling { get; init; }

    /// <summary>
    /// For <see cref="ImageTransferTrainer.Options.UnfreezeFrom"/> in fine-tuning: the stage after the lowest one whose features are surely as
    /// good as those at <see cref="Cut"/>, by 2 images in 100, at most the last one below it. Null where only the first stage, or none, is below.
    /// </summary>
    public required string? UnfreezeFrom { get; init; }

    /// <summary>Why, in sentences.</summary>
    public required string Reason { get; init; }

    /// <summary>What is recommended, and why.</summary>
    public override string ToString()
        => $"cut at {(Cut is null ? "the end" : $"'{Cut}'")} with {Pooling} pooling" +
            (UnfreezeFrom is null ? "" : $", unfreeze from '{UnfreezeFrom}'") + $". {Reason}";
}
