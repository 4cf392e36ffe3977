namespace MLTransfer.Evaluation;

/// <summary>
/// McNemar's test ("Note on the sampling error of the difference between correlated proportions or percentages", 1947), exact: were two classifiers
/// equally good, the images that only one of them has right would be the one's or the other's by the toss of a coin.
/// </summary>
internal static class McNemar
{
    /// <summary>The probability of a split at least as uneven, in either direction.</summary>
    /// <param name="first">How many images only the first has right.</param>
    /// <param name="second">How many images only the second has right.</param>
    public static double PValue(int first, int second)
    {
        int few = Math.Min(first, second), count = first + second;
        // Of binomial coefficients only logarithms are small enough.
        double logTerm = -count * Math.Log(2), sum = Math.Exp(logTerm);
        for (int i = 1; i <= few; i++)
        {
            logTerm += Math.Log((double)(count - i + 1) / i);
            sum += Math.Exp(logTerm);
        }

        return Math.Min(1, 2 * sum);
    }
}
