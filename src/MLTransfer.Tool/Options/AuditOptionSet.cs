namespace MLTransfer.Tool.Options;

/// <summary>From where on something is a finding: <see cref="AuditOptions"/> by their names.</summary>
internal static class AuditOptionSet
{
    public static OptionSet<AuditOptions> Create() => new OptionSet<AuditOptions>()
        .Add<double>(
            "--min-duplicate-correlation", "X", "how alike the brightness of two photos is at least (default: 0.93)",
            (o, v) => o with { MinDuplicateCorrelation = v })
        .Add<double>(
            "--min-duplicate-cosine", "X", "... and their features (default: 0.5)", (o, v) => o with { MinDuplicateCosine = v })
        .Add<int>("--folds", "N", "parts that photos are divided into to judge labels (default: 5)", (o, v) => o with { Folds = v })
        .Add<int>("--outlier-neighbours", "N", "neighbours that an outlier is far from (default: 10)", (o, v) => o with { OutlierNeighbours = v })
        .Add<double>("--min-outlier-score", "X", "... by so many robust standard deviations (default: 3.5)", (o, v) => o with { MinOutlierScore = v })
        .Add<double>(
            "--max-imbalance", "X", "how many times fewer photos a class may have than the largest (default: 3)",
            (o, v) => o with { MaxImbalance = v })
        .Add<int>("--min-class-images", "N", "... and how many at least (default: 10)", (o, v) => o with { MinClassImages = v })
        .Add<double>(
            "--min-confusion", "X", "the share of photos taken for the other of two similar classes (default: 0.1)",
            (o, v) => o with { MinConfusion = v })
        .Add<int>("--min-short-side", "PIXELS", "below this a photo is tiny (default: 64)", (o, v) => o with { MinShortSide = v })
        .Add<double>(
            "--min-sharpness", "X", "below this variance of the Laplacian a photo is blurred (default: 25)",
            (o, v) => o with { MinSharpness = v })
        .Add<double>(
            "--max-aspect", "X", "how many times its short side the long side of a photo may be (default: 3)",
            (o, v) => o with { MaxAspect = v });
}
