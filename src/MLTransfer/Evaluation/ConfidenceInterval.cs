using System.Globalization;
using MLTransfer.Data;
using MLTransfer.Evaluation;

namespace MLTransfer;

/// <summary>An interval that holds the true value in a given share of the cases in which one is made.</summary>
/// <param name="Lower">Its lower end.</param>
/// <param name="Upper">Its upper end.</param>
/// <param name="Confidence">That share, such as 0.95.</param>
public sealed record ConfidenceInterval(double Lower, double Upper, double Confidence)
{
    /// <summary>The confidence used where none is given.</summary>
    internal const double DefaultConfidence = .95;

    /// <summary>
    /// The interval of a share of which a sample is known, such as accuracy (Wilson, "Probable Inference, the Law of Succession, and Statistical
    /// Inference", 1927). Unlike mean plus or minus standard errors it stays within 0 and 1, and is right for small samples and shares near the ends.
    /// </summary>
    /// <param name="successes">How often it was so, such as images classified rightly.</param>
    /// <param name="trials">How often it was looked at, at least 1.</param>
    /// <param name="confidence">More than 0 and less than 1. Default: 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static ConfidenceInterval Wilson(int successes, int trials, double confidence = DefaultConfidence)
    {
        Bounds.Require(trials >= 1, trials, "at least 1");
        Bounds.Require(successes >= 0 && successes <= trials, successes, $"0 to {trials}, the number of trials");
        RequireConfidence(confidence);
        double z = NormalDistribution.Quantile(.5 + confidence / 2);
        double share = (double)successes / trials, shrink = 1 + z * z / trials;
        double centre = (share + z * z / (2.0 * trials)) / shrink;
        double half = z / shrink * Math.Sqrt(share * (1 - share) / trials + z * z / (4.0 * trials * trials));
        // At the ends they are equal but for rounding.
        return new ConfidenceInterval(
            successes == 0 ? 0 : Math.Max(0, centre - half), successes == trials ? 1 : Math.Min(1, centre + half), confidence);
    }

    /// <summary>Both ends, as in "0.874 to 0.931".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Lower:f3} to {Upper:f3}");

    internal static void RequireConfidence(double confidence)
        => Bounds.Require(confidence is > 0 and < 1, confidence, "more than 0 and less than 1, such as 0.95", nameof(confidence));
}
