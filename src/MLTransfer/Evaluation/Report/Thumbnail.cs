using System.Runtime.InteropServices;
using MLTransfer.Data;
using MLTransfer.Imaging;
using SkiaSharp;

namespace MLTransfer.Evaluation.Report;

/// <summary>Small JPEGs of photos: whole, upright, decoded as for training.</summary>
internal static class Thumbnail
{
    /// <summary>The longest side, in pixels.</summary>
    public const int Side = 96;

    private const int Quality = 72;

    /// <summary>A photo as a small JPEG; null where it cannot be read, as a report is to show all the others.</summary>
    public static byte[]? Of(ImageSource source, ImageLimits limits)
    {
        try
        {
            using var content = ImageContent.Read(source, limits);
            using DecodedImage image = ImageDecoder.Decode(
                content.Name, content.Encoded, limits, (width, height) => Math.Max(1, Side * Math.Min(width, height) / Math.Max(width, height)));
            return Encode(image);
        }
        catch (BadImageException)
        {
            return null;
        }
    }

    private static byte[] Encode(DecodedImage image)
    {
        (int fullWidth, int fullHeight) = image.FullSize;
        double scale = (double)Side / Math.Max(fullWidth, fullHeight);
        int width = Math.Max(1, (int)Math.Round(fullWidth * scale)), height = Math.Max(1, (int)Math.Round(fullHeight * scale));
        var window = new ResampleWindow(new(0, (double)fullWidth / width, width), new(0, (double)fullHeight / height, height));
        var planes = new float[3 * width * height];
        Resampler.Resample(image, window, Rgb.White, planes);
        GCHandle pinned = GCHandle.Alloc(PixelBytes.ToBgra(planes), GCHandleType.Pinned);
        try
        {
            using var pixmap = new SKPixmap(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque), pinned.AddrOfPinnedObject());
            using SKData jpeg = pixmap.Encode(SKEncodedImageFormat.Jpeg, Quality);
            return jpeg.ToArray();
        }
        finally
        {
            pinned.Free();
        }
    }
}
