namespace MLTransfer.Benchmarks;

/// <summary>Takes some of many.</summary>
internal static class EvenSample
{
    /// <summary>Evenly over the whole list, so that of sorted files every class and part has its share; all where there are no more.</summary>
    /// <param name="all">The list.</param>
    /// <param name="count">The most that are taken.</param>
    public static IEnumerable<T> Of<T>(IReadOnlyList<T> all, int count)
        => count < all.Count ? Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)]) : all;
}
