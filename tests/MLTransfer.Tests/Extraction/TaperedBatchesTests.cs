using MLTransfer.Extraction;

namespace MLTransfer.Tests.Extraction;

public class TaperedBatchesTests
{
    public static TheoryData<int, int, int> Plans => new MatrixTheoryData<int, int, int>([0, 1, 7, 49, 200], [1, 3, 8], [1, 2, 16]);

    [Theory]
    [MemberData(nameof(Plans))]
    public void Every_item_is_in_one_batch_in_order(int items, int largest, int threads)
    {
        int[][] batches = [.. TaperedBatches.Of(Enumerable.Range(0, items), largest, items, threads)];

        Assert.Equal(Enumerable.Range(0, items), batches.SelectMany(b => b));
        Assert.All(batches, b => Assert.InRange(b.Length, 1, largest));
    }

    [Fact]
    public void Batches_get_smaller_towards_the_end()
        => Assert.Equal([8, 8, 8, 6, 4, 3, 3, 2, 1, 1, 1, 1, 1, 1, 1], SizesOf(items: 49, total: 49));

    [Fact]
    public void Batches_are_full_where_the_total_is_unknown()
        => Assert.Equal([8, 8, 4], SizesOf(items: 20, total: null));

    [Fact]
    public void A_wrong_total_loses_nothing()
    {
        Assert.Equal(20, SizesOf(items: 20, total: 5).Sum());
        Assert.Equal(20, SizesOf(items: 20, total: 500).Sum());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    public void No_thread_is_left_with_more_than_two_items_when_the_others_are_done(int threads)
    {
        for (int items = 1; items < 400; items++)
        {
            var finished = new int[threads];
            foreach (int[] batch in TaperedBatches.Of(Enumerable.Range(0, items), 8, items, threads))
                finished[Array.IndexOf(finished, finished.Min())] += batch.Length;

            Assert.InRange(finished.Max() - finished.Min(), 0, 2);
        }
    }

    private static IEnumerable<int> SizesOf(int items, long? total)
        => TaperedBatches.Of(Enumerable.Range(0, items), 8, total, threads: 2).Select(b => b.Length);
}
