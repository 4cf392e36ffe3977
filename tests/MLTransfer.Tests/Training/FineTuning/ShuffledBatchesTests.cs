using MLTransfer.Training.FineTuning;

namespace MLTransfer.Tests.Training.FineTuning;

public class ShuffledBatchesTests
{
    [Theory]
    [InlineData(10, 4, new[] { 4, 4, 2 })]
    [InlineData(8, 4, new[] { 4, 4 })]
    [InlineData(9, 4, new[] { 4, 5 })]
    [InlineData(5, 4, new[] { 5 })]
    [InlineData(3, 32, new[] { 3 })]
    [InlineData(1, 32, new[] { 1 })]
    [InlineData(3, 1, new[] { 1, 1, 1 })]
    [InlineData(196, 32, new[] { 32, 33, 33, 32, 33, 33 })]
    [InlineData(39, 32, new[] { 39 })]
    [InlineData(40, 32, new[] { 32, 8 })]
    public void Every_row_is_in_one_batch_and_no_few_are_alone_at_the_end(int rows, int batchSize, int[] sizes)
    {
        int[][] batches = ShuffledBatches.Of(rows, batchSize, seed: 1, epoch: 2);
        Assert.Equal(sizes, batches.Select(b => b.Length));
        Assert.Equal(Enumerable.Range(0, rows), batches.SelectMany(b => b).Order());
        Assert.Equal(sizes.Max(), ShuffledBatches.LargestOf(rows, batchSize));
    }

    [Fact]
    public void The_order_follows_from_seed_and_epoch()
    {
        (int Seed, int Epoch)[] cases = [(1, 0), (1, 1), (2, 0), (0, 1), (0, 2), (-1, 0)];
        string[] orders = [.. cases.Select(c => Order(c.Seed, c.Epoch))];
        Assert.Equal(orders, cases.Select(c => Order(c.Seed, c.Epoch)));
        Assert.Distinct(orders);

        static string Order(int seed, int epoch) => string.Join(' ', ShuffledBatches.Of(50, 7, seed, epoch).SelectMany(b => b));
    }

    [Fact]
    public void Over_epochs_each_row_comes_to_every_place()
    {
        var places = new int[5, 5];
        for (int epoch = 0; epoch < 2000; epoch++)
        {
            int[] order = [.. ShuffledBatches.Of(5, 5, 3, epoch)[0]];
            for (int place = 0; place < 5; place++)
                places[order[place], place]++;
        }

        foreach (int count in places)
            Assert.InRange(count, 320, 480); // 400, give or take 4.5 standard deviations
    }
}
