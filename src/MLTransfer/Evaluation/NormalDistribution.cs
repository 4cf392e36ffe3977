namespace MLTransfer.Evaluation;

/// <summary>The standard normal distribution.</summary>
internal static class NormalDistribution
{
    // Beyond it, what is left of the probability is less than a double can tell from 1.
    private const double Furthest = 8.5;

    /// <summary>The probability of less than <paramref name="x"/>.</summary>
    /// <remarks>Marsaglia, "Evaluating the Normal Distribution", Journal of Statistical Software 11 (4), 2004: a series of positive terms.</remarks>
    public static double Cumulative(double x)
    {
        if (Math.Abs(x) > Furthest)
            return x > 0 ? 1 : 0;
        double term = x, sum = x, before = 0;
        for (int i = 3; sum != before; i += 2)
        {
            before = sum;
            term *= x * x / i;
            sum += term;
        }

        return .5 + sum * Density(x);
    }

    /// <summary>The value that so much of the probability is below, by halving: it need not be fast.</summary>
    /// <param name="probability">From 0 to 1.</param>
    public static double Quantile(double probability)
    {
        double low = -Furthest, high = Furthest;
        while ((low + high) / 2 is var middle && middle > low && middle < high)
        {
            if (Cumulative(middle) < probability)
                low = middle;
            else
                high = middle;
        }

        return (low + high) / 2;
    }

    private static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
}
