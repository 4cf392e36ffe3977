using MLTransfer.Training.Torch.Gradients;

namespace MLTransfer.Tests.Training.Torch.Gradients;

public class RowCorrelationTests
{
    [Theory]
    [InlineData(7, 3, 1)]
    [InlineData(8, 3, 1)]
    [InlineData(14, 3, 1)]
    [InlineData(7, 3, 0)]
    [InlineData(7, 3, 2)]
    [InlineData(9, 5, 2)]
    [InlineData(17, 7, 3)]
    [InlineData(6, 2, 1)]
    [InlineData(4, 4, 0)]
    [InlineData(3, 1, 0)]
    [InlineData(2, 3, 1)]
    [InlineData(1, 3, 1)]
    public void It_is_the_correlation(int height, int kernel, int padding)
    {
        var correlation = new RowCorrelation(height, kernel, padding);
        var random = new Random(5);
        double[] image = Draw(height), gradient = Draw(height + (2 * padding) - kernel + 1);
        double[] products = [.. correlation.Image.Zip(correlation.Gradient, (i, g) => Dot(i, image) * Dot(g, gradient))];
        for (int row = 0; row < kernel; row++)
        {
            double expected = gradient.Select((g, o) => o + row - padding is >= 0 and var r && r < height ? g * image[r] : 0).Sum();
            Assert.Equal(expected, correlation.Weights.Zip(products, (w, p) => w[row] * p).Sum(), 1e-5);
        }

        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
    }

    [Theory]
    [InlineData(7, 11)]
    [InlineData(14, 22)]
    [InlineData(28, 43)]
    [InlineData(1, 2)]
    public void It_takes_three_products_for_two_rows(int height, int products)
    {
        Assert.Equal(products, RowCorrelation.ProductsOf(height, padding: 1));
        var correlation = new RowCorrelation(height, kernel: 3, padding: 1);
        Assert.Equal(products, correlation.Image.Count);
        Assert.Equal(products, correlation.Gradient.Count);
        Assert.Equal(products, correlation.Weights.Count);
    }

    private static double Dot(float[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
