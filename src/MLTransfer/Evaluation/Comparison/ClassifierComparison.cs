using System.Globalization;
using MLTransfer.Data;
using MLTransfer.Evaluation;

namespace MLTransfer;

/// <summary>Whether one classifier is better than another, as far as the same images tell; see <see cref="ClassifierMetrics.CompareWith"/>.</summary>
public sealed record ClassifierComparison
{
    internal ClassifierComparison(int first, int second, int images, double confidence, int resamples, int seed)
    {
        (OnlyFirstCorrect, OnlySecondCorrect, ImageCount) = (first, second, images);
        AccuracyDifference = (double)(first - second) / images;
        Interval = PairedBootstrap.Interval(first, second, images, resamples, confidence, seed);
        McNemarPValue = McNemar.PValue(first, second);
        // Of few images that one alone has right, the bootstrap is surer than it may be: of four, all of them the first's, it says "better", which
        // the toss of a coin gives in an eighth of all cases.
        bool isSure = McNemarPValue < 1 - confidence;
        Verdict = isSure && Interval.Lower > 0 ? ComparisonVerdict.Better
            : isSure && Interval.Upper < 0 ? ComparisonVerdict.Worse
            : ComparisonVerdict.CannotBeToldApart;
    }

    /// <summary>
    /// Better or worse only where <see cref="Interval"/> is all on one side of 0 and <see cref="McNemarPValue"/> is less than 1 - confidence.
    /// </summary>
    public ComparisonVerdict Verdict { get; }

    /// <summary>The accuracy of the first less that of the second, -1 to 1.</summary>
    public double AccuracyDifference { get; }

    /// <summary>Where that difference is on all images of this kind: the percentile interval of a paired bootstrap.</summary>
    public ConfidenceInterval Interval { get; }

    /// <summary>How many images only the first classifies rightly.</summary>
    public int OnlyFirstCorrect { get; }

    /// <summary>How many images only the second classifies rightly.</summary>
    public int OnlySecondCorrect { get; }

    /// <summary>How many images one of them classifies rightly and the other wrongly: what McNemar's test rests on.</summary>
    public int DiscordantCount => OnlyFirstCorrect + OnlySecondCorrect;

    /// <summary>
    /// The p value of McNemar's exact test, two-sided: how often two classifiers that are equally good would differ as much, 0 to 1. 1 where there are
    /// no discordant images.
    /// </summary>
    public double McNemarPValue { get; }

    /// <summary>The number of images.</summary>
    public int ImageCount { get; }

    /// <summary>The verdict and what it rests on.</summary>
    public override string ToString()
    {
        string verdict = Verdict switch
        {
            ComparisonVerdict.Better => "better",
            ComparisonVerdict.Worse => "worse",
            _ => "cannot be told apart",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{verdict}: {AccuracyDifference:+0.000;-0.000;0.000} accuracy ({Interval}) on {Quantity.Of(ImageCount, "image")}, " +
            $"{OnlyFirstCorrect} against {OnlySecondCorrect} that only one has right, p = {McNemarPValue:g2}");
    }
}
