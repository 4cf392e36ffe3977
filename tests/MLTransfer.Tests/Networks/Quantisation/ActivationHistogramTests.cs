using MLTransfer.Networks.Quantisation;

namespace MLTransfer.Tests.Networks.Quantisation;

public class ActivationHistogramTests
{
    [Fact]
    public void The_order_of_the_values_does_not_matter()
    {
        float[] values = Numbers.Random(new Random(1), 5000, -3, 20);
        var one = new ActivationHistogram();
        var other = new ActivationHistogram();
        Assert.True(one.TryAdd(values));
        foreach (float[] part in values.Order().ToArray().Chunk(7))
            Assert.True(other.TryAdd(part));
        Assert.Equal(one.BestRange(), other.BestRange());
    }

    [Fact]
    public void The_order_of_large_images_does_not_matter()
    {
        float[][] images = [.. Enumerable.Range(1, 6).Select(seed => Numbers.Random(new Random(seed), 100_352, -seed, 3 * seed))];
        Assert.Equal(RangeOf(images), RangeOf([.. images.Reverse()]));
    }

    [Fact]
    public void Of_large_images_a_sample_gives_almost_the_range_of_all_values()
    {
        // 64 channels of 56 x 56, each with its own spread, brighter towards the middle: a sample that left out channels or places would be wrong.
        const int Side = 56, Channels = 64;
        float[][] images = [.. Enumerable.Range(1, 4).Select(Image)];
        // Up to so few values at once all are counted.
        QuantisedRange sampled = RangeOf(images), whole = RangeOf([.. images.SelectMany(i => i.Chunk(Side * Side))]);
        Assert.Equal(whole.Scale, sampled.Scale, .03f * whole.Scale);
        Assert.Equal(whole.ZeroPoint, sampled.ZeroPoint, 3.0);
        float[] all = [.. images.SelectMany(i => i)];
        Assert.True(sampled.Highest < .99 * all.Max());
        Assert.True(Loss(all, sampled) <= 1.01 * Loss(all, whole));

        static float[] Image(int seed)
        {
            var random = new Random(seed);
            var image = new float[Channels * Side * Side];
            for (int i = 0; i < image.Length; i++)
            {
                int channel = i / (Side * Side), row = i / Side % Side, column = i % Side;
                double middle = 1 - (Math.Abs(row - 27.5) + Math.Abs(column - 27.5)) / Side;
                image[i] = (float)(Math.Pow(random.NextDouble() * 3 - 1, 5) * middle * (1 + channel % 8));
            }

            return image;
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(-5, 40)]
    [InlineData(-3, 0)]
    public void Evenly_spread_values_are_all_kept(float low, float high)
    {
        QuantisedRange range = RangeOf(Numbers.Random(new Random(1), 20_000, low, high));
        Assert.Equal(high, range.Highest, .02 * (high - low));
        Assert.Equal(low, range.Highest - range.Scale * 255, .02 * (high - low));
    }

    [Fact]
    public void A_range_loses_no_more_than_any_other()
    {
        // Heavy tails: a normal distribution to the third power.
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, 20_000).Select(_ => MathF.Pow((float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2, 3))];
        QuantisedRange best = RangeOf(values);
        double loss = Loss(values, best);
        Assert.True(best.Highest < .99 * values.Max());
        foreach (float share in new[] { .25f, .4f, .6f, .8f, 1 })
            Assert.True(loss <= 1.02 * Loss(values, QuantisedRange.Between(share * values.Min(), share * values.Max())), $"{share}");
    }

    [Fact]
    public void Zeros_alone_have_a_range_as_well()
        => Assert.Equal(0, RangeOf(new float[10]).ZeroPoint);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_not_finite_is_refused(float value) => Assert.False(new ActivationHistogram().TryAdd([1, value, 2]));

    private static QuantisedRange RangeOf(params float[][] images)
    {
        var histogram = new ActivationHistogram();
        foreach (float[] image in images)
            Assert.True(histogram.TryAdd(image));
        return histogram.BestRange();
    }

    private static double Loss(float[] values, QuantisedRange range) => values.Sum(value =>
    {
        double code = Math.Clamp(Math.Round(value / range.Scale) + range.ZeroPoint, 0, 255);
        return Math.Pow((code - range.ZeroPoint) * range.Scale - value, 2);
    });
}
