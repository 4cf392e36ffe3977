using MLTransfer.Evaluation;

namespace MLTransfer.Tests.Evaluation.Audit;

/// <summary>Thumbnails of smooth pictures that follow from a seed: sums of a few waves.</summary>
internal static class Thumbnails
{
    private const int Side = PixelFacts.Side;

    /// <summary>The part of a picture from (left, top) to (right, bottom), each 0 to 1.</summary>
    public static byte[] Draw(int seed, double left = 0, double top = 0, double right = 1, double bottom = 1, bool mirror = false)
    {
        var random = new Random(seed);
        (double X, double Y, double Phase)[] waves = [.. Enumerable.Range(0, 8).Select(_ => (
            random.NextDouble() * 24 - 12, random.NextDouble() * 24 - 12, random.NextDouble() * 6.3))];
        var image = new byte[Side * Side];
        for (int i = 0; i < image.Length; i++)
        {
            double across = ((mirror ? Side - 1 - (i % Side) : i % Side) + .5) / Side, down = ((i / Side) + .5) / Side;
            double x = left + (across * (right - left)), y = top + (down * (bottom - top));
            image[i] = (byte)Math.Clamp(128 + (25 * waves.Sum(w => Math.Sin((w.X * x) + (w.Y * y) + w.Phase))), 0, 255);
        }

        return image;
    }

    public static PixelFacts Facts(byte[] thumbnail, int width = 200, int height = 150, float sharpness = 500)
        => new(width, height, sharpness, thumbnail);
}
