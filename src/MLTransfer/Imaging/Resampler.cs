using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MLTransfer.Imaging;

/// <summary>
/// Resamples a window of an image to a planar RGB tensor, upright. Rows stream through, each once: first along the row, then into the
/// output rows that it touches. So memory is bounded by one input row and the output, and turning an image costs nothing.
/// </summary>
internal static class Resampler
{
    /// <summary>Resamples <paramref name="window"/>, in pixels of the full upright image, to floats from 0 to 255.</summary>
    public static void Resample(DecodedImage image, ResampleWindow window, Rgb background, Span<float> destination)
    {
        (ResampleAxis columns, ResampleAxis rows) = ToStored(image, window);
        using var across = new ResampleWeights(columns, image.Width);
        using var down = new ResampleWeights(rows, image.Height);
        int inputLength = across.End - across.First;
        int outputLength = across.Count * down.Count;
        // One vector a pixel: red, green, blue and what is left of alpha.
        Vector128<float>[] buffer = ArrayPool<Vector128<float>>.Shared.Rent(inputLength + across.Count + outputLength);
        try
        {
            Span<Vector128<float>> input = buffer.AsSpan(0, inputLength);
            Span<Vector128<float>> row = buffer.AsSpan(inputLength, across.Count);
            Span<Vector128<float>> output = buffer.AsSpan(inputLength + across.Count, outputLength);
            output.Clear();

            var blend = new RowBlend(image.Alpha, image.BlueFirst, background);
            ReadOnlySpan<uint> pixels = MemoryMarshal.Cast<byte, uint>(image.Pixels.Span);
            int first = 0;
            for (int y = down.First; y < down.End; y++)
            {
                blend.Expand(pixels.Slice((y * image.Width) + across.First, inputLength), input);
                SumAcross(input, across, row);
                while (down.EndOf(first) <= y)
                    first++;
                for (int i = first; i < down.Count && down.StartOf(i) <= y; i++)
                    AddWeighted(row, down.Of(i)[y - down.StartOf(i)], output.Slice(i * across.Count, across.Count));
            }
            WritePlanes(output, image, window, destination);
        }
        finally
        {
            ArrayPool<Vector128<float>>.Shared.Return(buffer);
        }
    }

    // The window is given upright, and the image is resampled as it is stored: its columns are the upright rows if it is transposed.
    private static (ResampleAxis Columns, ResampleAxis Rows) ToStored(DecodedImage image, ResampleWindow window)
    {
        ExifOrientation orientation = image.Orientation;
        ResampleAxis x = orientation.MirrorX ? window.X.Mirrored(image.FullSize.Width) : window.X;
        ResampleAxis y = orientation.MirrorY ? window.Y.Mirrored(image.FullSize.Height) : window.Y;
        (x, y) = (x.Times(image.Scale), y.Times(image.Scale));
        return orientation.Transposed ? (y, x) : (x, y);
    }

    // Compiled at once to the fastest code: a loop of a hundred thousand pixels is too slow in the first, and would be for dozens of images.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumAcross(ReadOnlySpan<Vector128<float>> input, ResampleWeights weights, Span<Vector128<float>> row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            ReadOnlySpan<float> taps = weights.Of(i);
            ReadOnlySpan<Vector128<float>> pixels = input.Slice(weights.StartOf(i) - weights.First, taps.Length);
            Vector128<float> sum = Vector128<float>.Zero;
            for (int k = 0; k < taps.Length; k++)
                sum = Vector128.MultiplyAddEstimate(pixels[k], Vector128.Create(taps[k]), sum);
            row[i] = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddWeighted(ReadOnlySpan<Vector128<float>> row, float weight, Span<Vector128<float>> output)
    {
        Vector128<float> factor = Vector128.Create(weight);
        for (int i = 0; i < row.Length; i++)
            output[i] = Vector128.MultiplyAddEstimate(row[i], factor, output[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WritePlanes(ReadOnlySpan<Vector128<float>> output, DecodedImage image, ResampleWindow window, Span<float> destination)
    {
        ExifOrientation orientation = image.Orientation;
        int width = window.X.Count, height = window.Y.Count, plane = width * height;
        Span<float> reds = destination.Slice(image.BlueFirst ? 2 * plane : 0, plane);
        Span<float> greens = destination.Slice(plane, plane);
        Span<float> blues = destination.Slice(image.BlueFirst ? 0 : 2 * plane, plane);
        Vector128<float> largest = Vector128.Create(255f); // rounding may end a hair above
        for (int y = 0; y < height; y++)
        {
            int storedY = orientation.MirrorY ? height - 1 - y : y;
            for (int x = 0; x < width; x++)
            {
                int storedX = orientation.MirrorX ? width - 1 - x : x;
                int from = orientation.Transposed ? (storedX * height) + storedY : (storedY * width) + storedX;
                Vector128<float> pixel = Vector128.Min(output[from], largest);
                int to = (y * width) + x;
                reds[to] = pixel[0];
                greens[to] = pixel[1];
                blues[to] = pixel[2];
            }
        }
    }
}
