using System.Runtime.InteropServices;
using SkiaSharp;

namespace MLTransfer.Imaging.HeatMaps;

/// <summary>A whole photo, upright, with a heat map over the part that a network saw.</summary>
internal sealed class HeatMapPicture
{
    // How much of the photo the largest number hides.
    private const float MostOpaque = .65f;

    private readonly int _width;
    private readonly int _height;
    private readonly byte[] _bgra;

    private HeatMapPicture(int width, int height, byte[] bgra) => (_width, _height, _bgra) = (width, height, bgra);

    /// <summary>Draws a heat map over a photo.</summary>
    /// <param name="pixels">Decodes the photo.</param>
    /// <param name="content">The photo.</param>
    /// <param name="map">The map.</param>
    /// <param name="longSide">The most pixels of the picture's long side; a smaller photo keeps its size.</param>
    /// <exception cref="BadImageException">The photo cannot be used.</exception>
    public static HeatMapPicture Draw(PixelPipeline pixels, ImageContent content, HeatMap map, int longSide)
    {
        using DecodedImage image = pixels.Open(content, (width, height) => ShortSideWithin(width, height, longSide));
        (int fullWidth, int fullHeight) = image.FullSize;
        (int width, int height) = SizeWithin(fullWidth, fullHeight, longSide);
        var window = new ResampleWindow(new(0, (double)fullWidth / width, width), new(0, (double)fullHeight / height, height));
        var planes = new float[3 * width * height];
        Resampler.Resample(image, window, pixels.Background, planes);
        Lay(map, window, ResampleWindow.CentreCrop(map.Resize, fullWidth, fullHeight), planes);
        return new HeatMapPicture(width, height, PixelBytes.ToBgra(planes));
    }

    /// <summary>Encodes the picture.</summary>
    public void Write(Stream stream, SKEncodedImageFormat format, int quality)
    {
        GCHandle pinned = GCHandle.Alloc(_bgra, GCHandleType.Pinned);
        try
        {
            using var pixmap = new SKPixmap(new SKImageInfo(_width, _height, SKColorType.Bgra8888, SKAlphaType.Opaque), pinned.AddrOfPinnedObject());
            using SKData encoded = pixmap.Encode(format, quality);
            encoded.SaveTo(stream);
        }
        finally
        {
            pinned.Free();
        }
    }

    private static (int Width, int Height) SizeWithin(int width, int height, int longSide)
    {
        double scale = Math.Min(1, (double)longSide / Math.Max(width, height));
        return (Side(width), Side(height));

        int Side(int length) => Math.Max(1, (int)Math.Round(length * scale));
    }

    private static int ShortSideWithin(int width, int height, int longSide)
    {
        (int drawnWidth, int drawnHeight) = SizeWithin(width, height, longSide);
        return Math.Min(drawnWidth, drawnHeight);
    }

    private static void Lay(HeatMap map, ResampleWindow picture, ResampleWindow seen, float[] planes)
    {
        float largest = map.Values.Max();
        if (!(largest > 0))
            return;
        GridPosition[] columns = GridPosition.Along(picture.X, seen.X, map.Width), rows = GridPosition.Along(picture.Y, seen.Y, map.Height);
        int plane = rows.Length * columns.Length;
        for (int y = 0; y < rows.Length; y++)
        {
            for (int x = 0; x < columns.Length; x++)
            {
                if (!rows[y].IsInside || !columns[x].IsInside)
                    continue;
                float value = Math.Clamp(Between(map, rows[y], columns[x]) / largest, 0, 1), opacity = MostOpaque * value;
                Rgb colour = HeatColours.Of(value);
                int at = (y * columns.Length) + x;
                Blend(ref planes[at], colour.R, opacity);
                Blend(ref planes[plane + at], colour.G, opacity);
                Blend(ref planes[(2 * plane) + at], colour.B, opacity);
            }
        }
    }

    private static float Between(HeatMap map, GridPosition row, GridPosition column)
    {
        return float.Lerp(Along(row.Lower), Along(row.Upper), row.Share);

        float Along(int y) => float.Lerp(map.Values[(y * map.Width) + column.Lower], map.Values[(y * map.Width) + column.Upper], column.Share);
    }

    private static void Blend(ref float channel, byte colour, float opacity) => channel += (colour - channel) * opacity;
}
