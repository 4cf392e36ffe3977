using SkiaSharp;

namespace MLTransfer.Tests.Training;

/// <summary>Photos of coloured noise with a tint, which even a network of random weights can tell apart.</summary>
internal static class TintedPhotos
{
    public static IReadOnlyList<string> Classes { get; } = ["blue", "green", "red"];

    /// <summary>Writes <paramref name="perClass"/> photos of each class, one folder a class, and returns the folder.</summary>
    public static string Create(TemporaryFolder folder, int perClass, int seed = 1, string name = "photos")
    {
        var random = new Random(seed);
        foreach (string label in Classes)
        {
            Directory.CreateDirectory(folder[Path.Combine(name, label)]);
            for (int i = 0; i < perClass; i++)
                Write(folder[Path.Combine(name, label, $"{label}-{i:000}.png")], label, random);
        }

        return folder[name];
    }

    /// <summary>Writes a photo that is as large as the tiny network's resize makes it, so that every way of resizing leaves it alone.</summary>
    public static string WriteSquare(string path, string label, Random random)
        => Write(path, label, random, TinyNetwork.Resize.ShortSide, TinyNetwork.Resize.ShortSide);

    private static string Write(string path, string label, Random random, int width = 48, int height = 40)
    {
        using var bitmap = new SKBitmap(width, height);
        int light = random.Next(100);
        for (int i = 0; i < width * height; i++)
            bitmap.SetPixel(i % width, i / width, new SKColor(Channel("red"), Channel("green"), Channel("blue")));
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(path, png.ToArray());
        return path;

        byte Channel(string tint) => (byte)(light + random.Next(100) + (tint == label ? 55 : 0));
    }
}
