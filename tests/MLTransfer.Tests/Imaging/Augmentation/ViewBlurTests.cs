using MLTransfer.Imaging;

namespace MLTransfer.Tests.Imaging.Augmentation;

public class ViewBlurTests
{
    [Theory]
    [InlineData(.5)]
    [InlineData(1.5)]
    [InlineData(3)]
    public void A_point_becomes_a_Gaussian(double sigma)
    {
        const int width = 41, height = 31;
        float[] planes = new float[3 * width * height];
        planes[(width * height) + (15 * width) + 20] = 250;
        ViewBlur.Blur(planes, width, height, sigma);
        double[] row = [.. Enumerable.Range(-20, 41).Select(i => Math.Exp(-i * i / (2 * sigma * sigma)))];
        double sum = row.Sum();
        for (int i = 0; i < planes.Length; i++)
        {
            int x = i % width, y = i % (width * height) / width;
            double expected = i / (width * height) == 1 ? 250 * row[x] * Math.Exp(-(y - 15) * (y - 15) / (2 * sigma * sigma)) / (sum * sum) : 0;
            Assert.Equal(expected, planes[i], .2);
        }

        Assert.Equal(250, planes.Sum(), .1);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 9)]
    [InlineData(30, 3)]
    public void Edges_are_mirrored_so_that_the_mean_stays(int width, int height)
    {
        float[] planes = TestPicture.Noise(width, height, 1).Planes();
        double mean = planes.Average();
        ViewBlur.Blur(planes, width, height, 6);
        Assert.Equal(mean, planes.Average(), .01);
        float[] white = [.. Enumerable.Repeat(255f, 3 * width * height)];
        ViewBlur.Blur(white, width, height, 6);
        Assert.All(white, v => Assert.InRange(v, 254.99f, 255f));
    }

    [Fact]
    public void Views_are_blurred_as_often_as_asked_for_and_never_sharpened()
    {
        ImageContent content = Views.Png(TestPicture.Noise(16, 16, 3));
        float[] plain = TestPicture.Run(content, TestPicture.AsIs(16));
        int blurred = 0, clearly = 0;
        for (int number = 1; number <= 400; number++)
        {
            float[] view = Views.Of(content, ImageAugmentation.None.Blur(2, .3f), TestPicture.AsIs(16), number);
            if (view.AsSpan().SequenceEqual(plain))
                continue;
            blurred++;
            Assert.InRange(Spread(view) / Spread(plain), 0, 1.0001);
            clearly += Spread(view) < Spread(plain) / 2 ? 1 : 0;
        }

        Assert.InRange(blurred, 85, 155);
        Assert.InRange(clearly, 40, 155);

        static double Spread(float[] values)
        {
            double mean = values.Average();
            return values.Sum(v => (v - mean) * (v - mean));
        }
    }
}
