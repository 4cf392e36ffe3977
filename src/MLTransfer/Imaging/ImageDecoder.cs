using System.Buffers;
using SkiaSharp;

namespace MLTransfer.Imaging;

/// <summary>Decodes JPEG, PNG, BMP, WebP and the first frame of a GIF: all of it, or an exception.</summary>
internal static class ImageDecoder
{
    /// <summary>
    /// Decodes an image, to fewer pixels where its format makes that cheap (JPEG), but to no short side below what <paramref name="shortSide"/> gives
    /// for the width and height of the upright image.
    /// </summary>
    public static DecodedImage Decode(string name, ReadOnlyMemory<byte> encoded, ImageLimits limits, Func<int, int, int> shortSide)
    {
        ImageFormat format = ImageSignature.Detect(encoded.Span);
        if (format == ImageFormat.Unknown)
            throw BadImageException.For(name, BadImageKind.NotAnImage, ForeignContent.Describe(encoded.Span));
        DecodedImage image = Decode(name, encoded, format, limits, shortSide);
        try
        {
            bool whole = format switch
            {
                ImageFormat.Jpeg => IsWhole(image, encoded, alternative => Decode(name, alternative, format, limits, shortSide)),
                ImageFormat.WebP => !ImageEnd.IsZeroedWebP(encoded.Span),
                _ => true,
            };
            return whole ? image : throw Truncated(name, format);
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static unsafe DecodedImage Decode(
        string name, ReadOnlyMemory<byte> encoded, ImageFormat format, ImageLimits limits, Func<int, int, int> shortSide)
    {
        using MemoryHandle pinned = encoded.Pin();
        using SKData data = SKData.Create((IntPtr)pinned.Pointer, encoded.Length); // no copy
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null || FormatOf(codec) != format || codec.Info.Width <= 0 || codec.Info.Height <= 0)
            throw Fault(name, format, encoded.Span, "header");
        PixelSize.ThrowIfTooLarge(name, codec.Info.Width, codec.Info.Height, limits);

        SKEncodedOrigin origin = format == ImageFormat.Png ? PngOrientation.Find(encoded.Span) : codec.EncodedOrigin;
        ExifOrientation orientation = ExifOrientation.From(origin);
        (SKSizeI size, double scale) = format == ImageFormat.Jpeg ? Reduce(codec, orientation, shortSide) : (codec.Info.Size, 1);
        bool opaque = codec.Info.AlphaType == SKAlphaType.Opaque;
        // No colour space: the numbers in the file are what networks were trained on, so nothing converts them.
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        DecodedImage image = DecodedImage.Rent(codec.Info.Size, size, scale, opaque ? AlphaMeaning.None : AlphaMeaning.Straight, orientation);
        using MemoryHandle pixels = image.Pixels.Pin();
        SKCodecResult result = codec.GetPixels(info, (IntPtr)pixels.Pointer);
        if (result == SKCodecResult.Success)
            return image;
        image.Dispose();
        throw result == SKCodecResult.IncompleteInput ? Truncated(name, format) : Fault(name, format, encoded.Span, "data");
    }

    /// <summary>
    /// Whether a JPEG that the decoder takes has all its pixels. Where data are missing before the end marker, libjpeg makes the rest
    /// mid-grey without a word. Such an image is decoded again with something else in front of the marker: if that changes
    /// a pixel, the decoder was still waiting for data there.
    /// </summary>
    private static bool IsWhole(DecodedImage image, ReadOnlyMemory<byte> encoded, Func<ReadOnlyMemory<byte>, DecodedImage> decode)
    {
        int end = ImageEnd.OfJpeg(encoded.Span);
        if (end < 0)
            return false;
        if (!image.Pixels.Span[^4..^1].SequenceEqual<byte>([128, 128, 128]))
            return true;
        Span<byte> filler = stackalloc byte[64];
        filler.Fill(0xA5);
        ReadOnlySpan<byte> bytes = encoded.Span;
        using DecodedImage other = decode((byte[])[.. bytes[..end], .. filler, .. bytes[end..]]);
        return other.Pixels.Span.SequenceEqual(image.Pixels.Span);
    }

    // libjpeg scales by eighths while it transforms, at a fraction of the cost of all the pixels.
    private static (SKSizeI Size, double Scale) Reduce(SKCodec codec, ExifOrientation orientation, Func<int, int, int> shortSide)
    {
        (int width, int height) = (codec.Info.Width, codec.Info.Height);
        int least = orientation.Transposed ? shortSide(height, width) : shortSide(width, height);
        for (int eighths = 1; eighths < 8; eighths++)
        {
            SKSizeI size = codec.GetScaledDimensions(eighths / 8f);
            if (Math.Min(size.Width, size.Height) >= least)
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
            ? BadImageException.For(name, BadImageKind.Corrupt, $"the {part} of this {Name(format)} image cannot be decoded")
            : Truncated(name, format);

    private static BadImageException Truncated(string name, ImageFormat format) => BadImageException.For(
        name, BadImageKind.Truncated, $"this {Name(format)} image ends before all its pixels are there (an interrupted download or copy?)");

    private static string Name(ImageFormat format) => format == ImageFormat.WebP ? "WebP" : format.ToString().ToUpperInvariant();
}
