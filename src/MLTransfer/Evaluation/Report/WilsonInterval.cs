namespace MLTransfer.Evaluation.Report;

/// <summary>An interval that holds the true share with 95% confidence.</summary>
/// <remarks>Wilson, "Probable inference, the law of succession, and statistical inference", 1927.</remarks>
internal readonly record struct WilsonInterval(double Low, double High)
{
    // The quantile of the normal distribution for 95%, two-sided.
    private const double Z = 1.959963984540054;

    /// <param name="right">How many were right.</param>
    /// <param name="count">Of how many, at least 1.</param>
    public static WilsonInterval Of(int right, int count)
    {
        double share = (double)right / count, square = Z * Z / count;
        double middle = (share + square / 2) / (1 + square);
        double half = Z / (1 + square) * Math.Sqrt(share * (1 - share) / count + square / (4 * count));
        // All and none are ends of the interval, which rounding must not move.
        return new(right == 0 ? 0 : middle - half, right == count ? 1 : middle + half);
    }
}
