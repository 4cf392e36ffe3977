using System.Buffers;

namespace MLTransfer.Imaging;

/// <summary>
/// Resamples a photo to a view. What stays upright and within the photo is one window for the <see cref="Resampler"/>. For all else, the part that
/// is seen is resampled to the view's resolution first, and then interpolated linearly: so that nothing aliases.
/// </summary>
internal static class ViewSampler
{
    // Of an output pixel: less than rounding makes visible.
    private const double Tolerance = 1e-6;

    /// <summary>Resamples a view of an image to red, green and blue planes.</summary>
    public static void Sample(DecodedImage image, ViewGeometry geometry, Rgb background, Span<float> destination)
    {
        ResampleWindow window = geometry.Window;
        int width = window.X.Count, height = window.Y.Count;
        AffineMap map = geometry.Move.ToMap(width, height);
        var moved = new ResampleWindow(Move(window.X, map.X0, geometry.Move.Zoom), Move(window.Y, map.Y0, geometry.Move.Zoom));
        if (geometry.Move.IsAxisAligned && IsWithin(moved.X, image.FullSize.Width) && IsWithin(moved.Y, image.FullSize.Height))
            Resampler.Resample(image, moved, background, destination);
        else
            Warp(image, geometry, map, background, destination);
        if (geometry.MirrorX)
            MirrorRows(destination, width);
        if (geometry.MirrorY)
            MirrorColumns(destination, width, height);
    }

    private static ResampleAxis Move(ResampleAxis axis, double start, double zoom) =>
        axis with { Start = axis.Start + (start * axis.Scale), Scale = axis.Scale * zoom };

    private static bool IsWithin(ResampleAxis axis, int length) =>
        axis.Start >= -Tolerance * axis.Scale && axis.Start + (axis.Count * axis.Scale) <= length + (Tolerance * axis.Scale);

    private static void Warp(DecodedImage image, ViewGeometry geometry, AffineMap map, Rgb background, Span<float> destination)
    {
        (int width, int height, double pitch) = (geometry.Window.X.Count, geometry.Window.Y.Count, geometry.Move.Zoom);
        var columns = new MirroredGrid(geometry.Window.X, image.FullSize.Width, map.RangeX(width, height), pitch, map.X0);
        var rows = new MirroredGrid(geometry.Window.Y, image.FullSize.Height, map.RangeY(width, height), pitch, map.Y0);
        int length = checked(3 * columns.Count * rows.Count);
        float[] seen = ArrayPool<float>.Shared.Rent(length);
        try
        {
            Resampler.Resample(image, new ResampleWindow(columns.Axis, rows.Axis), background, seen.AsSpan(0, length));
            for (int y = 0; y < height; y++)
                for (int x = 0; x < width; x++)
                {
                    double u = columns.Find((map.XX * (x + 0.5)) + (map.XY * (y + 0.5)) + map.X0);
                    double v = rows.Find((map.YX * (x + 0.5)) + (map.YY * (y + 0.5)) + map.Y0);
                    Interpolate(seen.AsSpan(0, length), columns.Count, rows.Count, u, v, destination[((y * width) + x)..], width * height);
                }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(seen);
        }
    }

    private static void Interpolate(ReadOnlySpan<float> planes, int width, int height, double x, double y, Span<float> pixel, int plane)
    {
        int left = (int)x, top = (int)y;
        int right = Math.Min(left + 1, width - 1), bottom = Math.Min(top + 1, height - 1);
        float toRight = (float)(x - left), toBottom = (float)(y - top);
        for (int channel = 0; channel < 3; channel++)
        {
            ReadOnlySpan<float> values = planes.Slice(channel * width * height, width * height);
            float upper = Mix(values[(top * width) + left], values[(top * width) + right], toRight);
            float lower = Mix(values[(bottom * width) + left], values[(bottom * width) + right], toRight);
            pixel[channel * plane] = Mix(upper, lower, toBottom);
        }
    }

    private static float Mix(float a, float b, float share) => a + (share * (b - a));

    private static void MirrorRows(Span<float> planes, int width)
    {
        for (int i = 0; i < planes.Length; i += width)
            planes.Slice(i, width).Reverse();
    }

    // Backwards, and then each row backwards again.
    private static void MirrorColumns(Span<float> planes, int width, int height)
    {
        for (int i = 0; i < planes.Length; i += width * height)
            planes.Slice(i, width * height).Reverse();
        MirrorRows(planes, width);
    }
}
