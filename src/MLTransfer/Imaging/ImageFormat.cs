using System.Buffers.Binary;

namespace MLTransfer.Imaging;

/// <summary>The formats that are decoded.</summary>
internal enum ImageFormat
{
    Unknown,
    Jpeg,
    Png,
    Bmp,
    WebP,
    Gif,
}

/// <summary>Tells the format of an image by its first bytes, as file names lie.</summary>
internal static class ImageSignature
{
    public static ImageFormat Detect(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
            return ImageFormat.Jpeg;
        if (bytes.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
            return ImageFormat.Png;
        if (bytes.StartsWith("RIFF"u8) && bytes.Length >= 12 && bytes[8..].StartsWith("WEBP"u8))
            return ImageFormat.WebP;
        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8))
            return ImageFormat.Gif;
        return bytes.StartsWith("BM"u8) && HasBitmapHeader(bytes) ? ImageFormat.Bmp : ImageFormat.Unknown;
    }

    // Two letters are a weak signature: the length of the second header tells a bitmap from a text that begins with BM.
    private static bool HasBitmapHeader(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 18 && BinaryPrimitives.ReadUInt32LittleEndian(bytes[14..]) is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124;
}
