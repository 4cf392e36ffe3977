namespace MLTransfer.Benchmarks;

/// <summary>The middle of some numbers.</summary>
internal static class Median
{
    /// <summary>The middle one, of an even number the mean of the two in the middle.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length > 0
            ? (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2
            : throw new ArgumentException("There is no median of no numbers.", nameof(values));
    }
}
