using System.Buffers.Binary;
using System.IO.Compression;

namespace MLTransfer.Tests.Imaging;

/// <summary>Encoded images that Skia cannot write, byte by byte.</summary>
internal static class HandmadeImages
{
    /// <summary>EXIF that says nothing but an orientation.</summary>
    public static byte[] Exif(int orientation, bool bigEndian = true) => bigEndian
        ? [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0]
        : [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>A JPEG with an EXIF orientation put in, after its first two bytes.</summary>
    public static byte[] WithOrientation(byte[] jpeg, int orientation) =>
        [.. jpeg[..2], 0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. Exif(orientation), .. jpeg[2..]];

    /// <summary>A PNG with an EXIF orientation put in, after its header.</summary>
    public static byte[] PngWithOrientation(byte[] png, int orientation, bool bigEndian) =>
        [.. png[..33], .. Chunk("eXIf", Exif(orientation, bigEndian)), .. png[33..]];

    /// <summary>An opaque WebP made into an extended one, with an EXIF orientation at its end.</summary>
    public static byte[] WebPWithOrientation(byte[] webp, int width, int height, int orientation)
    {
        byte[] exif = Exif(orientation);
        byte[] extended =
        [
            .. webp[..12], .. "VP8X"u8, 10, 0, 0, 0, 8, 0, 0, 0, (byte)(width - 1), 0, 0, (byte)(height - 1), 0, 0,
            .. webp[12..], .. "EXIF"u8, (byte)exif.Length, 0, 0, 0, .. exif,
        ];
        BinaryPrimitives.WriteInt32LittleEndian(extended.AsSpan(4), extended.Length - 8);
        return extended;
    }

    /// <summary>A PNG of raw scanlines, each with its filter byte.</summary>
    public static byte[] Png(int width, int height, byte bitDepth, byte colourType, byte[] scanlines, params (string Type, byte[] Data)[] before)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (bitDepth, colourType);
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(scanlines);
        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        foreach (var (type, data) in (IEnumerable<(string, byte[])>)[("IHDR", header), .. before, ("IDAT", compressed.ToArray()), ("IEND", [])])
            png.Write(Chunk(type, data));
        return png.ToArray();
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        System.Text.Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~0u;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320u;
        }
        return ~crc;
    }

    /// <summary>A 24-bit BMP, stored from the bottom row up.</summary>
    public static byte[] Bmp(TestPicture picture)
    {
        int stride = ((3 * picture.Width) + 3) & ~3;
        byte[] bmp = new byte[54 + (stride * picture.Height)];
        (bmp[0], bmp[1]) = ((byte)'B', (byte)'M');
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(2), bmp.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(18), picture.Width);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(22), picture.Height);
        (bmp[26], bmp[28]) = (1, 24);
        for (int y = 0; y < picture.Height; y++)
            for (int x = 0; x < picture.Width; x++)
            {
                int from = 4 * (((picture.Height - 1 - y) * picture.Width) + x), to = 54 + (y * stride) + (3 * x);
                (bmp[to], bmp[to + 1], bmp[to + 2]) = (picture.Rgba[from + 2], picture.Rgba[from + 1], picture.Rgba[from]);
            }
        return bmp;
    }

    // Pillow 9.4: 16 x 16 of the ink mix (0, 204, 255, 51), written as every Adobe program does, inverted. As RGB: (204, 41, 0).
    public static byte[] CmykJpeg { get; } = Convert.FromBase64String(
        "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYHCQcGBggLCAkKCgoKCgYICwwLCgwJCgoK/8AAFAgAEAAQ" +
        "BEMRAE0RAFkRAEsRAP/EABYAAQEBAAAAAAAAAAAAAAAAAAAJCv/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAOBEMATQBZAEsAAD8Av4mWz/qYAAAAP//Z");

    // Pillow 9.4: 3 x 2, palette red, green, blue, of which blue is transparent; rows 0 1 2 and 2 1 0.
    public static byte[] TransparentGif { get; } = Convert.FromHexString(
        "47494638396103000200810000ff000000ff000000ff00000021f90401000002002c0000000003000200000809000104102020008080003b");

    // Pillow 9.4: 20 x 12, two frames; pixel (x, y) of the first is colour (x * y + x) mod 4 of red, green, blue, (9, 9, 9).
    public static byte[] AnimatedGif { get; } = Convert.FromBase64String(
        "R0lGODdhFAAMAIEAAP8AAAD/AAAA/wkJCSwAAAAAFAAMAAAITwABBBAwQCBBgwUHJjwoAEDDhw4jQoQ4QEAAABUvZsRokeNFACBDihw5UiHCkyZNTpTIcuXGlx1h" +
        "fiRJk2TKgzcXFlzJs6XHnzJ/1hwKMiAALAAAAAAUAAwAgf8AAAD/AAAA/wkJCQhPAAMIGABAIEGDBQcmPDggQMOHDiNChAhggIAAFS9mxGiR48UAIEOKHDlSIcKT" +
        "Jk1OlMhy5caXHWF+JEmTZMqDNxcWXMmzpcefMn/WHAoyIAA7");

    // Pillow 9.4: 64 x 48, enlarged from the first frame above, progressive.
    public static byte[] ProgressiveJpeg { get; } = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/2wBDAQcH" +
        "BwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wgARCAAwAEADASIAAhEBAxEB/8QAGAABAQEBAQAAAAAA" +
        "AAAAAAAAAwUCBAb/xAAXAQEBAQEAAAAAAAAAAAAAAAADAgQG/9oADAMBAAIQAxAAAAHz81aR9BPcWTHOotPS9c9cTPU9KRbp7Ey5J9Bp6XoKwmep+qhbZ7Cq5OGg027Q" +
        "Kowf/8QAHhAAAgIDAQEBAQAAAAAAAAAAAwQBAhITFBEAIyT/2gAIAQEAAQUCljEa9JGZwnXCx+YWud5z7hp2laG46LFBnOdZXXFoM1Xple1RBkHhGZhiqfi1pPFRgrah" +
        "WydXy5ucWFt5zbhqWleGvT2KDOc6yuuLQZqvTK9qiDIPCMzDFU/FrSeKjBW1Ctk6vlzc4sLbzm3DUtK8NensUWdpvHOsPSVyN8r21B0/q1aDVS/nn//EACMRAAEDAwQD" +
        "AQEAAAAAAAAAAAIBAxEABDESEyFBBRVRFGH/2gAIAQMBAT8BWxcC/wBwAyUqs9RTPi3EbcY0QKj9ys169w2oNvhClEn+VcePfJoHNuT0xnHNLZuhfbgDwpcrPUfKZ8a8" +
        "jZs6YHTmcrNfheNqCDBSiT1FP2NyrQOaJPTGcc0ti8F9uAHClys9RTPi30A2NECo/crNevfNqCbwUok9RT9hdE0Dm3J6Yzjmv//EACURAAADBwUAAwAAAAAAAAAAAAEC" +
        "AwAEERITUcEUMUFhoSFScf/aAAgBAgEBPwHUIkdKZQ33Dv7YZd5djU05YkDzrLatEz3ObcNjd3h4yD6gWorLAR4uFstqESOkhQ+R3/b4gy7y6jTJLEgedZbVImepjcbG" +
        "7vDxkHxAtRWSA2uFstqECOlMofI7/v2wyzy6mppyxKHnWW1aBnqY3Gxu7w8ZB8dy1FZYCPFwtlv/xAAgEAACAQQCAwEAAAAAAAAAAAAAAQIRITFBEhMDIlJR/9oACAEB" +
        "AAY/An4foctFVous2FJYOn5HJrB2LZy/BeNZFKR6koO7OzRxih87j8X1sbeCsbUPZZsKSwdWHEcpaOyG9HL8F41kUpHqSg7s7NHGKHzuPxfWxt4KxtQ9lmwpLB1YcRyl" +
        "o7Ib0J1F46X/AE5ZLWHBqtTnUolQvc//xAAdEAEBAQEBAQEBAQEAAAAAAAABEQAhQTFRYZGh/9oACAEBAAE/If8AojRUx27whMmQjoM+1K7pXxjJOsid3wZDKhiRCfdS" +
        "XLY66mH3miUvuWpRNwiLk5h+ESOUJ3F3k90X3GQ90bsj63YFfcIE/RiDWvdUp/DIZUMSIT7qS5bHXUw+80Sl9y1KJuERcnMPwiRyhO4u8nui+4yHujdkfW7Ar7hAn6MQ" +
        "a17qlP4aexMj4jILYtmG/G4Kw9b/AFLMD+TMBXnN/9oADAMBAAIAAwAAABACVPsPTDgvX/z/xAAcEQADAAIDAQAAAAAAAAAAAAABESEAMVFxgUH/2gAIAQMBAT8QMBiJ" +
        "FIJd4ltI0Oz5MkkRnRO+8RCGSBmPsw9Za+CC9ZRcTbs8yZoWOc47fPzBYVlLMXuzDQwtfFBLvGfoHWz5MrsDnOO+8HAgylmPRmf/xAAiEQABBAICAQUAAAAAAAAAAAAx" +
        "AREhgQBBUXHRYZGxweH/2gAIAQIBAT8QSZCq/Q6C8dohtGTeSrJtZFmFnwAvFj3aAPUlWFKoyOPV6+TORQ4ZJ7kqzXioZg+AF4vSHsA9SVYwOVIfZ0F4sbC4ZN5Ks0cq" +
        "WYPgBeKitwAepKs//8QAHBABAAMBAQEBAQAAAAAAAAAAAQARITFBUYFx/9oACAEBAAE/EDbKq/xGAlApjUxJUJ6xGWoOVFDlFIWFtwnN037U2DBBKsgcqbquoPwKU5FW" +
        "hpPWAxJX1Q0Q2gOQwlWl0lEaNYMO1306y7B+Qhjac+JkjgXjUwx+5ocq3z0TRmKrQuBC2V9l8NED0hQBe+tQfgUpyKtDSesBiSvqhohtAchhKtLpKI0awYdrvp1l2D8h" +
        "DG058TJHAvGphj9zQ5VvnomjMVWhcCFsr7L4aIHpCgC99aiqjNQREGn0w6MUn7FgdAHkK47H0i7BFhQVSlyZcM66gO1P/9k=");
}
