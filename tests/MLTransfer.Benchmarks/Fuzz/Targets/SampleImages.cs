using System.Buffers.Binary;
using SkiaSharp;

namespace MLTransfer.Benchmarks.Fuzz.Targets;

/// <summary>Whole images to begin with: pictures of the repository, and small ones in every format.</summary>
internal static class SampleImages
{
    private const int Pictures = 4;

    // The codes of an uncompressed GIF stay 9 bits long if the table is cleared before it grows past 512.
    private const int GifRun = 250, GifClear = 256, GifEnd = 257, GifBits = 9;

    /// <summary>JPEG files of the repository, and one small and progressive in its place would be no other to the reader.</summary>
    public static IReadOnlyList<byte[]> OfPictures()
        => [.. JpegFiles.In(OwnPictures.Folder).Take(Pictures).Select(File.ReadAllBytes),
            .. Encoded(SKEncodedImageFormat.Jpeg)];

    /// <summary>A small opaque picture, one with alpha, and one of a single pixel.</summary>
    public static IReadOnlyList<byte[]> Encoded(SKEncodedImageFormat format)
        => [Encode(48, 36, 255, format), Encode(33, 57, 100, format), Encode(1, 1, 255, format)];

    /// <summary>A 24-bit and an 8-bit BMP.</summary>
    public static IReadOnlyList<byte[]> Bitmaps() => [Bitmap(40, 30, 24), Bitmap(21, 33, 8)];

    /// <summary>A GIF of one frame and one of two.</summary>
    public static IReadOnlyList<byte[]> Gifs() => [Gif(40, 30, 1), Gif(17, 23, 2)];

    private static byte[] Encode(int width, int height, byte alpha, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, alpha == 255 ? SKAlphaType.Opaque : SKAlphaType.Unpremul));
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                bitmap.SetPixel(x, y, new SKColor((byte)(255 * x / width), (byte)(255 * y / height), (byte)(x * y), alpha));
        }

        using SKData data = bitmap.Encode(format, 85);
        return data.ToArray();
    }

    /// <summary>As in "BITMAPINFOHEADER structure (wingdi.h)".</summary>
    private static byte[] Bitmap(int width, int height, short bits)
    {
        const int FileHeader = 14, InfoHeader = 40;
        int palette = bits == 8 ? 4 * 256 : 0, stride = ((width * bits / 8) + 3) & ~3, pixels = FileHeader + InfoHeader + palette;
        var file = new byte[pixels + (stride * height)];
        for (int i = FileHeader + InfoHeader; i < file.Length; i++)
            file[i] = (byte)(i * 37);
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        file.AsSpan(6, 4).Clear();
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), pixels);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), InfoHeader);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), bits);
        return file;
    }

    /// <summary>As in the GIF89a specification, with pixels that are not compressed.</summary>
    private static byte[] Gif(short width, short height, int frames)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("GIF89a"u8);
        writer.Write(width);
        writer.Write(height);
        writer.Write([0xF7, 0, 0]); // a palette of 256 colours
        for (int i = 0; i < 256; i++)
            writer.Write([(byte)i, (byte)(255 - i), (byte)(i * 7)]);
        for (int frame = 0; frame < frames; frame++)
        {
            writer.Write([0x21, 0xF9, 4, 1, 10, 0, 3, 0]); // a graphic control extension: colour 3 is transparent
            writer.Write([0x2C, 0, 0, 0, 0]);
            writer.Write(width);
            writer.Write(height);
            writer.Write([0, 8]);
            foreach (byte[] block in GifCodes(width * height, frame).Chunk(255))
            {
                writer.Write((byte)block.Length);
                writer.Write(block);
            }

            writer.Write((byte)0);
        }

        writer.Write((byte)0x3B);
        return file.ToArray();
    }

    private static byte[] GifCodes(int pixels, int frame)
    {
        var bytes = new List<byte>();
        (uint bits, int count) = (0, 0);
        for (int i = 0; i < pixels; i++)
        {
            if (i % GifRun == 0)
                Write(GifClear);
            Write((i + (frame * 50)) % 256);
        }

        Write(GifEnd);
        if (count > 0)
            bytes.Add((byte)bits);
        return [.. bytes];

        void Write(int code)
        {
            bits |= (uint)code << count;
            for (count += GifBits; count >= 8; count -= 8, bits >>= 8)
                bytes.Add((byte)bits);
        }
    }
}
