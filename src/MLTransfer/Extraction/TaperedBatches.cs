namespace MLTransfer.Extraction;

/// <summary>
/// Divides items into batches that get smaller towards the end, so that all threads finish at about the same time. With equal batches a
/// thread may be left with a whole one while the others are idle, which of seven batches on two threads costs an eighth.
/// </summary>
/// <remarks>Polychronopoulos and Kuck, "Guided Self-Scheduling", 1987, with an upper bound and half its share.</remarks>
internal static class TaperedBatches
{
    /// <param name="items">The items; read only as far as the next batch needs.</param>
    /// <param name="largest">The most items in a batch.</param>
    /// <param name="total">The number of items; where it is not known, all batches but the last are as large as may be.</param>
    /// <param name="threads">The number of threads that work on batches.</param>
    public static IEnumerable<T[]> Of<T>(IEnumerable<T> items, int largest, long? total, int threads)
    {
        using IEnumerator<T> source = items.GetEnumerator();
        var batch = new List<T>(largest);
        for (long done = 0; ; done += batch.Count)
        {
            batch.Clear();
            int size = SizeOf(total - done, largest, threads);
            while (batch.Count < size && source.MoveNext())
                batch.Add(source.Current);
            if (batch.Count == 0)
                yield break;
            yield return [.. batch];
        }
    }

    // Half of a thread's share of what is left: the other half evens out batches that take longer than others.
    private static int SizeOf(long? left, int largest, int threads)
        => left > 0 ? (int)Math.Clamp(left.Value / (2L * threads), 1, largest) : largest;
}
