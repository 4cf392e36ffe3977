using MLTransfer.Data;

namespace MLTransfer;

/// <summary>From where on something is worth a row of an <see cref="AuditReport"/>.</summary>
public sealed record AuditOptions
{
    /// <summary>
    /// Two photos are nearly the same from this correlation of their brightness on, 0 to 1, once mirrored and cropped to fit as well as they can.
    /// Default: 0.93.
    /// </summary>
    public double MinDuplicateCorrelation { get; init; } = .93;

    /// <summary>
    /// ... if their features are as alike as well: the least cosine of their standardised features, -1 to 1. Default: 0.5.
    /// </summary>
    public double MinDuplicateCosine { get; init; } = .5;

    /// <summary>
    /// The number of parts that the photos are divided into, each judged by a classifier trained on the others, 2 to 100. Default: 5.
    /// </summary>
    public int Folds { get; init; } = 5;

    /// <summary>Decides which photo is in which fold. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The number of neighbours that the distance of an outlier is the mean of, 1 to 100. Default: 10.</summary>
    public int OutlierNeighbours { get; init; } = 10;

    /// <summary>
    /// From how many robust standard deviations above the median of its class on a photo is an outlier; more than 0. Default: 3.5 (Iglewicz and
    /// Hoaglin, "How to Detect and Handle Outliers", 1993).
    /// </summary>
    public double MinOutlierScore { get; init; } = 3.5;

    /// <summary>A class is small from so many times fewer photos than the largest on; at least 1. Default: 3.</summary>
    public double MaxImbalance { get; init; } = 3;

    /// <summary>... and with fewer photos than this, whatever the others have. Default: 10.</summary>
    public int MinClassImages { get; init; } = 10;

    /// <summary>Two classes look alike if at least this share of their photos, 0 to 1, is taken for the other one. Default: 0.1.</summary>
    public double MinConfusion { get; init; } = .1;

    /// <summary>A photo is tiny whose short side has fewer pixels than this. Default: 64.</summary>
    public int MinShortSide { get; init; } = 64;

    /// <summary>
    /// A photo is blurred whose variance of the Laplacian is less than this; at least 0. It is that of its brightness (0 to 255) with the short
    /// side resized to 256 pixels. Default: 25.
    /// </summary>
    public double MinSharpness { get; init; } = 25;

    /// <summary>A photo is extreme whose long side is more than so many times its short side; at least 1. Default: 3.</summary>
    public double MaxAspect { get; init; } = 3;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
    internal void Validate()
    {
        Bounds.Require(MinDuplicateCorrelation is >= 0 and <= 1, MinDuplicateCorrelation, "from 0 to 1");
        Bounds.Require(MinDuplicateCosine is >= -1 and <= 1, MinDuplicateCosine, "from -1 to 1");
        Bounds.Require(Folds is >= 2 and <= 100, Folds, "from 2 to 100");
        Bounds.Require(OutlierNeighbours is >= 1 and <= 100, OutlierNeighbours, "from 1 to 100");
        Bounds.Require(MinOutlierScore > 0, MinOutlierScore, "more than 0");
        Bounds.Require(MaxImbalance >= 1, MaxImbalance, "at least 1");
        Bounds.Require(MinClassImages >= 0, MinClassImages, "at least 0");
        Bounds.Require(MinConfusion is >= 0 and <= 1, MinConfusion, "from 0 to 1");
        Bounds.Require(MinShortSide >= 0, MinShortSide, "at least 0");
        Bounds.Require(MinSharpness >= 0, MinSharpness, "at least 0");
        Bounds.Require(MaxAspect >= 1, MaxAspect, "at least 1");
    }
}
