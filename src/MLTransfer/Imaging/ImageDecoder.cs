using System.Buffers;
using SkiaSharp;

namespace MLTransfer.Imaging;

/// <summary>Decodes JPEG, PNG, BMP, WebP and the first frame of a GIF: all of it, or an exception.</summary>
internal static class ImageDecoder
{
    /// <summary>Decodes an image, to fewer pixels where its format makes that cheap (JPEG), but to no short side below <paramref name="shortSide"/>.</summary>
    public static unsafe DecodedImage Decode(string name, ReadOnlyMemory<byte> encoded, ImageLimits limits, int shortSide)
    {
        ImageFormat format = ImageSignature.Detect(encoded.Span);
        if (format == ImageFormat.Unknown)
            throw BadImageException.For(name, BadImageKind.NotAnImage, ForeignContent.Describe(encoded.Span));

        using MemoryHandle pinned = encoded.Pin();
        using SKData data = SKData.Create((IntPtr)pinned.Pointer, encoded.Length); // no copy
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null || FormatOf(codec) != format || codec.Info.Width <= 0 || codec.Info.Height <= 0)
            throw Fault(name, format, encoded.Span, "header");
        PixelSize.ThrowIfTooLarge(name, codec.Info.Width, codec.Info.Height, limits);

        (SKSizeI size, double scale) = format == ImageFormat.Jpeg ? Reduce(codec, shortSide) : (codec.Info.Size, 1);
        bool opaque = codec.Info.AlphaType == SKAlphaType.Opaque;
        // No colour space: the numbers in the file are what networks were trained on, so nothing converts them.
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        var image = DecodedImage.Rent(codec.Info.Size, size, scale,
            opaque ? AlphaMeaning.None : AlphaMeaning.Straight, ExifOrientation.From(codec.EncodedOrigin));
        try
        {
            using MemoryHandle pixels = image.Pixels.Pin();
            SKCodecResult result = codec.GetPixels(info, (IntPtr)pixels.Pointer);
            if (result == SKCodecResult.IncompleteInput)
                throw Truncated(name, format);
            // libjpeg turns a missing tail into grey without a word if garbage or zeros stand in its place.
            if (result != SKCodecResult.Success || (format == ImageFormat.Jpeg && !ImageEnd.IsPresent(format, encoded.Span)))
                throw Fault(name, format, encoded.Span, "data");
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    // libjpeg scales by eighths while it transforms, at a fraction of the cost of all the pixels.
    private static (SKSizeI Size, double Scale) Reduce(SKCodec codec, int shortSide)
    {
        for (int eighths = 1; eighths < 8; eighths++)
        {
            SKSizeI size = codec.GetScaledDimensions(eighths / 8f);
            if (Math.Min(size.Width, size.Height) >= shortSide)
                return (size, eighths / 8.0);
        }
        return (codec.Info.Size, 1);
    }

    private static ImageFormat FormatOf(SKCodec codec) => codec.EncodedFormat switch
    {
        SKEncodedImageFormat.Jpeg => ImageFormat.Jpeg,
        SKEncodedImageFormat.Png => ImageFormat.Png,
        SKEncodedImageFormat.Bmp => ImageFormat.Bmp,
        SKEncodedImageFormat.Webp => ImageFormat.WebP,
        SKEncodedImageFormat.Gif => ImageFormat.Gif,
        _ => ImageFormat.Unknown,
    };

    private static BadImageException Fault(string name, ImageFormat format, ReadOnlySpan<byte> encoded, string part) =>
        ImageEnd.IsPresent(format, encoded)
            ? BadImageException.For(name, BadImageKind.Corrupt, $"the {part} of this {format} image cannot be decoded")
            : Truncated(name, format);

    private static BadImageException Truncated(string name, ImageFormat format) => BadImageException.For(
        name, BadImageKind.Truncated, $"this {format} image ends before all its pixels are there (an interrupted download or copy?)");
}
