using System.Buffers.Binary;

namespace MLTransfer.Imaging;

/// <summary>
/// Finds out from the outer structure alone whether the bytes of an image reach to its end. Decoders give one answer for an image
/// that was cut off in its headers and for one that is damaged, and only the first is worth a second download.
/// </summary>
internal static class ImageEnd
{
    /// <summary>Whether the end is there. What follows the end does not matter.</summary>
    public static bool IsPresent(ImageFormat format, ReadOnlySpan<byte> bytes) => format switch
    {
        ImageFormat.Jpeg => OfJpeg(bytes) >= 0,
        ImageFormat.Png => HasEndOfPng(bytes),
        ImageFormat.Gif => HasEndOfGif(bytes),
        ImageFormat.WebP => 8L + BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) <= bytes.Length,
        ImageFormat.Bmp => BinaryPrimitives.ReadUInt32LittleEndian(bytes[2..]) <= bytes.Length,
        _ => true,
    };

    /// <summary>Where the marker lies that ends a JPEG; negative if it is not there.</summary>
    public static int OfJpeg(ReadOnlySpan<byte> bytes)
    {
        int position = 2;
        while (position < bytes.Length)
        {
            int next = bytes[position..].IndexOf((byte)0xFF);
            if (next < 0 || position + next + 1 >= bytes.Length)
                return -1;
            position += next + 1;
            byte marker = bytes[position];
            if (marker == 0xD9)
                return position - 1;
            if (marker == 0xFF)
                continue; // a fill byte
            position++;
            if (marker is 0x00 or 0x01 or (>= 0xD0 and <= 0xD8))
                continue; // a stuffed byte or a restart: no length follows
            if (position + 2 > bytes.Length)
                return -1;
            position += BinaryPrimitives.ReadUInt16BigEndian(bytes[position..]);
        }
        return -1;
    }

    /// <summary>
    /// Whether the pixel data of a WebP ends in zeros, as where a download was interrupted whose space had been reserved. Its arithmetic
    /// decoder would go on over them without a word; no encoder writes that many.
    /// </summary>
    public static bool IsZeroedWebP(ReadOnlySpan<byte> bytes)
    {
        const int Zeros = 64;
        long position = 12;
        while (position + 8 <= bytes.Length)
        {
            ReadOnlySpan<byte> chunk = bytes[(int)position..];
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("VP8 "u8) || chunk.StartsWith("VP8L"u8))
            {
                ReadOnlySpan<byte> data = chunk.Slice(8, (int)Math.Min(length, chunk.Length - 8));
                return data.Length > Zeros && !data[^Zeros..].ContainsAnyExcept((byte)0);
            }
            position += 8L + length + (length & 1);
        }
        return false;
    }

    private static bool HasEndOfPng(ReadOnlySpan<byte> bytes)
    {
        long position = 8;
        while (position + 12 <= bytes.Length)
        {
            ReadOnlySpan<byte> chunk = bytes[(int)position..];
            if (chunk[4..8].SequenceEqual("IEND"u8))
                return true;
            position += 12L + BinaryPrimitives.ReadUInt32BigEndian(chunk);
        }
        return false;
    }

    // Only the first frame is decoded, so the image ends with it.
    private static bool HasEndOfGif(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 13)
            return false;
        int position = 13 + ColourTableLength(bytes[10]);
        while (position < bytes.Length)
        {
            byte block = bytes[position];
            bool image = block == 0x2C;
            if (block is not (0x2C or 0x21))
                return true; // the trailer, or garbage that no further byte would mend
            if (image && position + 10 > bytes.Length)
                return false;
            position += image ? 11 + ColourTableLength(bytes[position + 9]) : 2;
            int length;
            do
            {
                if (position >= bytes.Length)
                    return false;
                length = bytes[position];
                position += 1 + length;
            }
            while (length > 0);
            if (image)
                return true;
        }
        return false;
    }

    private static int ColourTableLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
}
