using System.Buffers.Binary;
using SkiaSharp;

namespace MLTransfer.Imaging;

/// <summary>Finds the orientation in the eXIf chunk of a PNG. Skia 2.88 reads EXIF in JPEG and WebP only.</summary>
internal static class PngOrientation
{
    private const ushort OrientationTag = 0x0112;
    private const ushort ShortType = 3;

    public static SKEncodedOrigin Find(ReadOnlySpan<byte> png)
    {
        long position = 8;
        while (position + 12 <= png.Length)
        {
            ReadOnlySpan<byte> chunk = png[(int)position..];
            uint length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            position += 12L + length;
            if (position <= png.Length && chunk[4..8].SequenceEqual("eXIf"u8))
                return OfTiff(chunk.Slice(8, (int)length));
        }
        return SKEncodedOrigin.TopLeft;
    }

    // EXIF is a TIFF without pixels: a header that names the byte order, then a list of entries of 12 bytes.
    private static SKEncodedOrigin OfTiff(ReadOnlySpan<byte> tiff)
    {
        bool bigEndian = tiff.StartsWith("MM\0*"u8);
        if (tiff.Length < 10 || !(bigEndian || tiff.StartsWith("II*\0"u8)))
            return SKEncodedOrigin.TopLeft;
        uint start = bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]);
        if (start > tiff.Length - 2)
            return SKEncodedOrigin.TopLeft;
        ReadOnlySpan<byte> entries = tiff[((int)start + 2)..];
        for (int count = Short(tiff[(int)start..]); count > 0 && entries.Length >= 12; count--, entries = entries[12..])
            if (Short(entries) == OrientationTag && Short(entries[2..]) == ShortType)
                return (SKEncodedOrigin)Short(entries[8..]);
        return SKEncodedOrigin.TopLeft;

        ushort Short(ReadOnlySpan<byte> bytes) =>
            bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }
}
