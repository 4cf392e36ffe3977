using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace MLTransfer.Imaging;

/// <summary>Changes the colours of red, green and blue planes of 0 to 255, one after the other in memory. Results stay within that range.</summary>
internal static class ViewColours
{
    // ITU-R BT.601, as in Pillow and torchvision.
    private const float Red = .299f, Green = .587f, Blue = .114f;

    /// <summary>Multiplies by a factor.</summary>
    public static void Brighten(Span<float> planes, float factor)
    {
        TensorPrimitives.Multiply(planes, factor, planes);
        Clamp(planes);
    }

    /// <summary>Multiplies the distance from the mean grey by a factor.</summary>
    public static void ScaleContrast(Span<float> planes, float factor)
    {
        int plane = planes.Length / 3;
        float grey = (Red * Mean(planes[..plane])) + (Green * Mean(planes.Slice(plane, plane))) + (Blue * Mean(planes[(2 * plane)..]));
        TensorPrimitives.Multiply(planes, factor, planes);
        TensorPrimitives.Add(planes, grey * (1 - factor), planes);
        Clamp(planes);
    }

    /// <summary>Multiplies the distance from each pixel's grey by a factor; 0 leaves grey.</summary>
    public static void Saturate(Span<float> planes, float factor)
    {
        int plane = planes.Length / 3;
        float[] rented = ArrayPool<float>.Shared.Rent(plane);
        Span<float> grey = rented.AsSpan(0, plane);
        TensorPrimitives.Multiply(planes[..plane], Red * (1 - factor), grey);
        TensorPrimitives.MultiplyAdd(planes.Slice(plane, plane), Green * (1 - factor), grey, grey);
        TensorPrimitives.MultiplyAdd(planes[(2 * plane)..], Blue * (1 - factor), grey, grey);
        for (int i = 0; i < planes.Length; i += plane)
            TensorPrimitives.MultiplyAdd(planes.Slice(i, plane), factor, grey, planes.Slice(i, plane));
        ArrayPool<float>.Shared.Return(rented);
        Clamp(planes);
    }

    /// <summary>Turns the hue, as in HSV, by a share of the full circle.</summary>
    public static void TurnHue(Span<float> planes, float turn)
    {
        int plane = planes.Length / 3, step = Vector<float>.Count;
        Span<float> reds = planes[..plane], greens = planes.Slice(plane, plane), blues = planes[(2 * plane)..];
        int i = 0;
        for (; i <= plane - step; i += step)
            TurnHue(reds[i..], greens[i..], blues[i..], turn);
        if (i == plane)
            return;
        Span<float> rest = stackalloc float[3 * step];
        rest.Clear();
        reds[i..].CopyTo(rest);
        greens[i..].CopyTo(rest[step..]);
        blues[i..].CopyTo(rest[(2 * step)..]);
        TurnHue(rest, rest[step..], rest[(2 * step)..], turn);
        rest[..(plane - i)].CopyTo(reds[i..]);
        rest.Slice(step, plane - i).CopyTo(greens[i..]);
        rest.Slice(2 * step, plane - i).CopyTo(blues[i..]);
    }

    /// <summary>The mean of a plane, summed in the same order on every machine.</summary>
    public static float Mean(ReadOnlySpan<float> plane)
    {
        double a = 0, b = 0, c = 0, d = 0;
        int i = 0;
        for (; i <= plane.Length - 4; i += 4)
        {
            a += plane[i];
            b += plane[i + 1];
            c += plane[i + 2];
            d += plane[i + 3];
        }

        for (; i < plane.Length; i++)
            a += plane[i];
        return (float)((a + b + c + d) / plane.Length);
    }

    // One vector of pixels, with the hue counted in sixths of the circle from red.
    private static void TurnHue(Span<float> reds, Span<float> greens, Span<float> blues, float turn)
    {
        Vector<float> r = new(reds), g = new(greens), b = new(blues);
        Vector<float> max = Vector.Max(r, Vector.Max(g, b)), range = max - Vector.Min(r, Vector.Min(g, b));
        Vector<float> divisor = Vector.ConditionalSelect(Vector.Equals(range, Vector<float>.Zero), Vector<float>.One, range);
        Vector<float> hue = Vector.ConditionalSelect(
            Vector.Equals(max, r),
            (g - b) / divisor,
            Vector.ConditionalSelect(
                Vector.Equals(max, g), ((b - r) / divisor) + new Vector<float>(2), ((r - g) / divisor) + new Vector<float>(4)));
        hue += new Vector<float>(6 * turn);
        Channel(5).CopyTo(reds);
        Channel(3).CopyTo(greens);
        Channel(1).CopyTo(blues);

        Vector<float> Channel(float offset)
        {
            Vector<float> k = hue + new Vector<float>(offset);
            k -= new Vector<float>(6) * Vector.Floor(k * new Vector<float>(1 / 6f));
            Vector<float> below = Vector.Min(Vector<float>.One, Vector.Min(k, new Vector<float>(4) - k));
            return max - (range * Vector.Max(Vector<float>.Zero, below));
        }
    }

    private static void Clamp(Span<float> planes)
    {
        TensorPrimitives.Max(planes, 0f, planes);
        TensorPrimitives.Min(planes, 255f, planes);
    }
}
