using SkiaSharp;

namespace MLTransfer.Tests.Evaluation.Report;

/// <summary>Photos that no encoder makes small.</summary>
internal static class Noise
{
    /// <summary>Writes a JPEG of 128 x 128 random blocks and returns its path.</summary>
    public static string Photo(string path, Random random)
    {
        using var bitmap = new SKBitmap(128, 128);
        for (int y = 0; y < 128; y++)
        {
            for (int x = 0; x < 128; x++)
                bitmap.SetPixel(x, y, new SKColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)));
        }

        using SKData jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        File.WriteAllBytes(path, jpeg.ToArray());
        return path;
    }
}
