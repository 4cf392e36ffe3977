using MLTransfer.Imaging;

namespace MLTransfer.Tests.Imaging;

public class ResamplerTests
{
    private static float[] Resample(TestPicture picture, ResampleAxis x, ResampleAxis y)
    {
        float[] floats = new float[3 * x.Count * y.Count];
        using var image = DecodedImage.Over(picture.Rgba, picture.Width, picture.Height, blueFirst: false, AlphaMeaning.None);
        Resampler.Resample(image, new ResampleWindow(x, y), Rgb.White, floats);
        return floats;
    }

    private static ResampleAxis Whole(int length, int count) => new(0, (double)length / count, count);

    // The definition, in two dimensions at once: the weighted mean of every pixel of the image.
    private static float[] Direct(TestPicture picture, ResampleAxis x, ResampleAxis y)
    {
        float[] floats = new float[3 * x.Count * y.Count];
        for (int i = 0; i < floats.Length; i++)
        {
            int channel = i / (x.Count * y.Count), row = i / x.Count % y.Count, column = i % x.Count;
            double sum = 0, total = 0;
            for (int p = 0; p < picture.Width * picture.Height; p++)
            {
                double weight = Triangle(x, column, p % picture.Width) * Triangle(y, row, p / picture.Width);
                sum += weight * picture.Rgba[(4 * p) + channel];
                total += weight;
            }
            floats[i] = (float)(sum / total);
        }
        return floats;

        static double Triangle(ResampleAxis axis, int output, int input) => Math.Max(0,
            1 - (Math.Abs(input + 0.5 - axis.Start - ((output + 0.5) * axis.Scale)) / Math.Max(1, axis.Scale)));
    }

    [Theory]
    [InlineData(13, 9, 5, 4)]
    [InlineData(7, 5, 16, 12)]
    [InlineData(40, 3, 8, 24)]
    [InlineData(1, 1, 5, 5)]
    [InlineData(1, 300, 4, 3)]
    [InlineData(17, 17, 17, 17)]
    [InlineData(64, 48, 1, 1)]
    public void Equals_the_definition(int width, int height, int toWidth, int toHeight)
    {
        TestPicture picture = TestPicture.Noise(width, height, seed: width);
        ResampleAxis x = Whole(width, toWidth), y = Whole(height, toHeight);
        TestPicture.AssertClose(Direct(picture, x, y), Resample(picture, x, y), 1e-3);
    }

    [Fact]
    public void Equals_the_definition_in_any_window()
    {
        var random = new Random(5);
        for (int n = 0; n < 60; n++)
        {
            TestPicture picture = TestPicture.Noise(random.Next(2, 30), random.Next(2, 30), n);
            ResampleAxis x = Part(picture.Width), y = Part(picture.Height);
            TestPicture.AssertClose(Direct(picture, x, y), Resample(picture, x, y), 1e-3);
        }

        ResampleAxis Part(int length)
        {
            double size = length * (0.1 + (0.9 * random.NextDouble()));
            int count = random.Next(1, 20);
            return new((length - size) * random.NextDouble(), size / count, count);
        }
    }

    // Pillow 9.4, mode F, BILINEAR, of the pattern (37x + 91y + 13xy) mod 256: the first and last four values and the mean.
    [Theory]
    [InlineData(13, 9, 5, 4, 0, 0, 13, 9, new[] { 110.9962, 136.5671, 136.1216, 110.0667 }, new[] { 151.7533, 145.1943, 155.5247, 156.92 }, 135.59671)]
    [InlineData(7, 5, 16, 12, 0, 0, 7, 5, new[] { 0.0, 5.7812, 21.9688, 38.1562 }, new[] { 46.2188, 77.1562, 116.0938, 130.0 }, 129.66667)]
    [InlineData(40, 30, 8, 6, 3, 2, 33.5, 28.25, new[] { 141.3361, 133.3575, 142.4152, 140.3077 }, new[] { 123.3534, 146.7309, 124.8689, 118.0178 }, 126.58115)]
    public void Equals_Pillow(int width, int height, int toWidth, int toHeight, double left, double top, double right, double bottom,
        double[] first, double[] last, double mean)
    {
        TestPicture picture = TestPicture.Draw(width, height, (x, y) => (((x * 37) + (y * 91) + (x * y * 13)) % 256, 0, 0, 255));
        float[] red = Resample(picture, new(left, (right - left) / toWidth, toWidth), new(top, (bottom - top) / toHeight, toHeight))[..(toWidth * toHeight)];
        TestPicture.AssertClose([.. first.Select(v => (float)v)], red.AsSpan(0, 4), 1e-3);
        TestPicture.AssertClose([.. last.Select(v => (float)v)], red.AsSpan(^4), 1e-3);
        Assert.Equal(mean, red.Average(), 1e-3);
    }

    [Fact]
    public void Leaves_a_constant_constant()
    {
        TestPicture white = TestPicture.Solid(97, 61, Rgb.White);
        foreach (int count in new[] { 1, 7, 61, 250 })
            Assert.All(Resample(white, Whole(97, count), Whole(61, count)), v => Assert.InRange(v, 254.999f, 255f));
    }

    [Fact]
    public void Averages_a_fine_pattern_to_grey()
    {
        TestPicture stripes = TestPicture.Draw(400, 400, (x, _) => (x % 2 * 255, x % 2 * 255, x % 2 * 255, 255));
        float[] small = Resample(stripes, Whole(400, 50), Whole(400, 50));
        Assert.All(small, v => Assert.InRange(v, 120, 135));
    }

    [Theory]
    [InlineData(0.0, 1.0, 10, 10)]
    [InlineData(2.5, 0.01, 3, 200)]
    [InlineData(0.0, 300.5, 3005, 10)]
    public void Weights_sum_to_one_and_move_forward(double start, double scale, int length, int count)
    {
        using var weights = new ResampleWeights(new(start, scale, count), length);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(1, weights.Of(i).ToArray().Sum(), 1e-5);
            Assert.InRange(weights.StartOf(i), i == 0 ? 0 : weights.StartOf(i - 1), length - 1);
            Assert.InRange(weights.EndOf(i), i == 0 ? 1 : weights.EndOf(i - 1), length);
        }
    }
}
