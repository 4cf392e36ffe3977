using SkiaSharp;

namespace MLTransfer.Tests;

/// <summary>
/// Folders of small pictures: stripes that run down, across, or both ways, in any colour. Enough to run on, but hardly to be told apart by a
/// tiny network; where a test needs a classifier that is right, it draws other pictures.
/// </summary>
internal static class TinyPhotos
{
    public static IReadOnlyList<string> Classes { get; } = ["across", "down", "grid"];

    /// <summary>Writes <paramref name="perClass"/> pictures of each class and returns the folder.</summary>
    public static string Create(TemporaryFolder folder, int perClass, int seed = 1, string name = "photos")
    {
        var random = new Random(seed);
        foreach (string label in Classes)
        {
            Directory.CreateDirectory(folder[Path.Combine(name, label)]);
            for (int i = 0; i < perClass; i++)
                File.WriteAllBytes(folder[Path.Combine(name, label, $"{label}-{i:000}.png")], Draw(label, random));
        }

        return folder[name];
    }

    /// <summary>One picture as PNG.</summary>
    public static byte[] Draw(string label, Random random)
    {
        using var bitmap = new SKBitmap(48, 40);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(Colour());
            using var paint = new SKPaint { Color = Colour() };
            float period = 4 + random.NextSingle() * 3, phase = random.NextSingle() * period;
            for (float at = phase - period; at < 48; at += period)
            {
                if (label != "across")
                    canvas.DrawRect(at, 0, period / 2, 40, paint);
                if (label != "down")
                    canvas.DrawRect(0, at, 48, period / 2, paint);
            }
        }

        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();

        SKColor Colour() => new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
    }
}
