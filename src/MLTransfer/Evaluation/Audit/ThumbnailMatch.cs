using System.Numerics.Tensors;

namespace MLTransfer.Evaluation;

/// <summary>
/// How well two thumbnails agree once one is mirrored, where that helps, and cropped to what the other shows: Pearson's correlation of their
/// brightness. Crops of up to about a fifth of a side are looked for, rotations are not.
/// </summary>
internal static class ThumbnailMatch
{
    private const int Side = PixelFacts.Side;

    // In pixels of the thumbnail.
    private const float LargestCrop = 6;
    private const float FirstCrop = 3.2f;
    private static readonly float[] Steps = [1.6f, .8f, .4f, .2f];

    /// <param name="a">A thumbnail.</param>
    /// <param name="b">Another.</param>
    /// <param name="promising">The correlation of the best rough fit from which on it is worth while to fit more closely.</param>
    public static (double Correlation, bool Mirrored) Find(byte[] a, byte[] b, double promising = 0)
    {
        float[] first = [.. a], second = [.. b], mirrored = Mirror(second);
        (float[] Larger, float[] Smaller, bool Mirrored)[] ways =
            [(first, second, false), (second, first, false), (first, mirrored, true), (mirrored, first, true)];
        var buffer = new float[Side * Side];
        (double Correlation, Window Window, int Way) best = (double.NegativeInfinity, default, 0);
        for (int way = 0; way < ways.Length; way++)
        {
            foreach (Window start in Starts())
            {
                double correlation = Correlation(ways[way].Larger, start, ways[way].Smaller, buffer);
                if (correlation > best.Correlation)
                    best = (correlation, start, way);
            }
        }

        double found = best.Correlation < promising
            ? best.Correlation
            : Refine(ways[best.Way].Larger, ways[best.Way].Smaller, best.Window, best.Correlation, buffer);
        return (found, ways[best.Way].Mirrored);
    }

    // The whole, and nine tenths of it in nine places.
    private static IEnumerable<Window> Starts()
    {
        yield return new Window(0, 0, Side, Side);
        for (int i = 0; i < 9; i++)
        {
            float left = FirstCrop / 2 * (i % 3), top = FirstCrop / 2 * (i / 3);
            yield return new Window(left, top, left + Side - FirstCrop, top + Side - FirstCrop);
        }
    }

    /// <summary>Moves one edge at a time for as long as that helps, in smaller and smaller steps.</summary>
    private static double Refine(float[] larger, float[] smaller, Window window, double correlation, float[] buffer)
    {
        foreach (float step in Steps)
        {
            bool moved = true;
            while (moved)
            {
                moved = false;
                foreach (Window next in window.Neighbours(step))
                {
                    if (Correlation(larger, next, smaller, buffer) is var better && better > correlation)
                        (correlation, window, moved) = (better, next, true);
                }
            }
        }

        return correlation;
    }

    private static double Correlation(float[] larger, Window window, float[] smaller, float[] buffer)
    {
        Sample(larger, window, buffer);
        float mean = TensorPrimitives.Sum<float>(buffer) / buffer.Length, other = TensorPrimitives.Sum<float>(smaller) / smaller.Length;
        double covariance = TensorPrimitives.Dot<float>(buffer, smaller) - ((double)buffer.Length * mean * other);
        double variance = TensorPrimitives.SumOfSquares<float>(buffer) - ((double)buffer.Length * mean * mean);
        double otherVariance = TensorPrimitives.SumOfSquares<float>(smaller) - ((double)buffer.Length * other * other);
        // Where nothing varies by half a step of grey, there is nothing to compare.
        double least = .25 * buffer.Length;
        return variance < least || otherVariance < least ? 0 : covariance / Math.Sqrt(variance * otherVariance);
    }

    private static void Sample(float[] image, Window window, float[] destination)
    {
        Span<int> columns = stackalloc int[Side];
        Span<float> shares = stackalloc float[Side];
        for (int x = 0; x < Side; x++)
            (columns[x], shares[x]) = At(window.Left + ((x + .5f) * (window.Right - window.Left) / Side) - .5f);
        for (int y = 0; y < Side; y++)
        {
            (int row, float down) = At(window.Top + ((y + .5f) * (window.Bottom - window.Top) / Side) - .5f);
            ReadOnlySpan<float> upper = image.AsSpan(row * Side, Side), lower = image.AsSpan((row + 1) * Side, Side);
            for (int x = 0; x < Side; x++)
            {
                int column = columns[x];
                float across = shares[x];
                float above = upper[column] + (across * (upper[column + 1] - upper[column]));
                float below = lower[column] + (across * (lower[column + 1] - lower[column]));
                destination[(y * Side) + x] = above + (down * (below - above));
            }
        }
    }

    private static (int Index, float Share) At(float position)
    {
        float inside = Math.Clamp(position, 0, Side - 1);
        int index = Math.Min((int)inside, Side - 2);
        return (index, inside - index);
    }

    private static float[] Mirror(float[] image)
    {
        float[] mirrored = [.. image];
        for (int y = 0; y < Side; y++)
            mirrored.AsSpan(y * Side, Side).Reverse();
        return mirrored;
    }

    /// <summary>A part of a thumbnail, in its pixels.</summary>
    private readonly record struct Window(float Left, float Top, float Right, float Bottom)
    {
        public IEnumerable<Window> Neighbours(float step)
        {
            Window[] moved =
            [
                this with { Left = Left + step }, this with { Left = Left - step },
                this with { Right = Right - step }, this with { Right = Right + step },
                this with { Top = Top + step }, this with { Top = Top - step },
                this with { Bottom = Bottom - step }, this with { Bottom = Bottom + step },
                new(Left + step, Top, Right + step, Bottom), new(Left - step, Top, Right - step, Bottom),
                new(Left, Top + step, Right, Bottom + step), new(Left, Top - step, Right, Bottom - step),
            ];
            return moved.Where(w => IsNear(w.Left, 0) && IsNear(w.Top, 0) && IsNear(Side, w.Right) && IsNear(Side, w.Bottom));
        }

        private static bool IsNear(float inner, float edge) => inner - edge is >= 0 and <= LargestCrop;
    }
}
