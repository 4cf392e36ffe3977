using MLTransfer.Data;

namespace MLTransfer;

/// <summary>How the stages of a backbone are probed.</summary>
public sealed record StageProbeOptions
{
    /// <summary>
    /// The number of parts that the images are divided into, each judged by a classifier trained on the others, 2 to 100. Default: 5.
    /// </summary>
    public int Folds { get; init; } = 5;

    /// <summary>Decides which image is in which fold, and which are looked at of more than <see cref="MaxImages"/>. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// The most images that are looked at; of more, a part of each class by lot, at least <see cref="Folds"/> images of it, which may make it a few
    /// more in all. At least 10. Default: 2000.
    /// </summary>
    public int MaxImages { get; init; } = 2000;

    /// <summary>
    /// A place is clearly worse than another where it has so many standard errors of the difference fewer images right; at least 0. More favours the
    /// end of the network. Default: 2, as the best of many places is always a little better by chance.
    /// </summary>
    public double MinStandardErrors { get; init; } = 2;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
    internal void Validate()
    {
        Bounds.Require(Folds is >= 2 and <= 100, Folds, "from 2 to 100");
        Bounds.Require(MaxImages >= 10, MaxImages, "at least 10");
        Bounds.Require(MinStandardErrors is >= 0 and < double.PositiveInfinity, MinStandardErrors, "at least 0");
    }
}
