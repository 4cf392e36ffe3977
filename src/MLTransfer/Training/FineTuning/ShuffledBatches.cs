namespace MLTransfer.Training.FineTuning;

/// <summary>The batches of an epoch.</summary>
internal static class ShuffledBatches
{
    /// <summary>
    /// Divides the rows of a set, in an order that follows from seed and epoch alone, into batches of one size. What is left over makes a smaller
    /// batch at the end; a rest of one row, or of less than a quarter of a batch, is spread over the others: its gradient would be mostly noise,
    /// and its step would take half the time of a whole one.
    /// </summary>
    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="batchSize">The number of rows in a batch; where it exceeds the set, there is one batch.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">The epoch.</param>
    public static int[][] Of(int rows, int batchSize, int seed, int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        int[] order = [.. Enumerable.Range(0, rows)];
        EpochRandom.Of(seed, epoch, 0).Shuffle(order);
        if (!SpreadsRest(rows, batchSize))
            return [.. order.Chunk(batchSize)];
        long batches = rows / batchSize;
        return [.. Enumerable.Range(0, (int)batches).Select(i => order[(int)(i * rows / batches)..(int)((i + 1) * rows / batches)])];
    }

    /// <summary>The number of rows in the largest of these batches.</summary>
    public static int LargestOf(int rows, int batchSize)
    {
        if (!SpreadsRest(rows, batchSize))
            return Math.Min(rows, batchSize);
        int batches = rows / batchSize;
        return (rows / batches) + Math.Sign(rows % batches);
    }

    private static bool SpreadsRest(int rows, int batchSize)
    {
        int rest = rows % batchSize;
        return rest > 0 && rows > batchSize && (rest == 1 || rest < batchSize / 4);
    }
}
