namespace MLTransfer.Training.FineTuning;

/// <summary>The batches of an epoch.</summary>
internal static class ShuffledBatches
{
    /// <summary>
    /// Divides the rows of a set, in an order that follows from seed and epoch alone, into batches of one size. What is left over makes a smaller
    /// batch at the end; one row alone, whose gradient would be mostly noise, is added to the batch before.
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
        int[][] batches = [.. order.Chunk(batchSize)];
        return batchSize > 1 && batches is [.. var others, var before, [var alone]] ? [.. others, [.. before, alone]] : batches;
    }
}
