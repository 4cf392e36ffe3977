using System.Buffers;
using System.Numerics.Tensors;

namespace MLTransfer.Imaging;

/// <summary>A Gaussian blur of planes, which are mirrored at their edges.</summary>
internal static class ViewBlur
{
    // Beyond three standard deviations lie 0.3 % of a Gaussian.
    private const double Reach = 3;

    /// <param name="planes">The planes, one after the other.</param>
    /// <param name="width">The width of a plane.</param>
    /// <param name="height">The height of a plane.</param>
    /// <param name="sigma">The standard deviation, in pixels.</param>
    public static void Blur(Span<float> planes, int width, int height, double sigma)
    {
        float[] weights = Gaussian(sigma);
        float[] rented = ArrayPool<float>.Shared.Rent((width * height) + width + weights.Length);
        try
        {
            Span<float> across = rented.AsSpan(0, width * height), padded = rented.AsSpan(width * height, width + weights.Length - 1);
            for (int i = 0; i < planes.Length; i += width * height)
            {
                Span<float> plane = planes.Slice(i, width * height);
                for (int y = 0; y < height; y++)
                    BlurRow(plane.Slice(y * width, width), weights, padded, across.Slice(y * width, width));
                BlurDown(across, width, height, weights, plane);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    private static float[] Gaussian(double sigma)
    {
        int radius = (int)Math.Ceiling(Reach * sigma);
        double[] weights = [.. Enumerable.Range(-radius, (2 * radius) + 1).Select(i => Math.Exp(-0.5 * i * i / (sigma * sigma)))];
        double sum = weights.Sum();
        return [.. weights.Select(w => (float)(w / sum))];
    }

    private static void BlurRow(ReadOnlySpan<float> row, float[] weights, Span<float> padded, Span<float> result)
    {
        int radius = weights.Length / 2;
        row.CopyTo(padded[radius..]);
        for (int i = 1; i <= radius; i++)
        {
            padded[radius - i] = row[Mirror(-i, row.Length)];
            padded[radius + row.Length - 1 + i] = row[Mirror(row.Length - 1 + i, row.Length)];
        }

        result.Clear();
        for (int k = 0; k < weights.Length; k++)
            TensorPrimitives.MultiplyAdd(padded.Slice(k, row.Length), weights[k], result, result);
    }

    private static void BlurDown(ReadOnlySpan<float> plane, int width, int height, float[] weights, Span<float> result)
    {
        int radius = weights.Length / 2;
        result.Clear();
        for (int y = 0; y < height; y++)
        {
            Span<float> row = result.Slice(y * width, width);
            for (int k = 0; k < weights.Length; k++)
                TensorPrimitives.MultiplyAdd(plane.Slice(Mirror(y + k - radius, height) * width, width), weights[k], row, row);
            // The weights add up to 1 only but for rounding.
            TensorPrimitives.Min(row, 255f, row);
        }
    }

    // The edge pixel is its own neighbour: c b a | a b c | c b a.
    private static int Mirror(int index, int length)
    {
        int distance = (index < 0 ? -index - 1 : index) % (2 * length);
        return Math.Min(distance, (2 * length) - 1 - distance);
    }
}
