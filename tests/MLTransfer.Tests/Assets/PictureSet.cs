using SkiaSharp;

namespace MLTransfer.Tests.Assets;

/// <summary>The pictures of assets/pictures with their labels and mean colours, each read once for all tests.</summary>
public sealed class PictureSet
{
    public PictureSet()
    {
        string root = Path.Combine(Repository.Root, "assets", "pictures");
        Pictures = [.. Directory.GetFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Read)];
        Labels = [.. Pictures.Select(p => p.Label).Distinct()];
    }

    public IReadOnlyList<LabelledPicture> Pictures { get; }

    public IReadOnlyList<string> Labels { get; }

    private static LabelledPicture Read(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        using var stream = new MemoryStream(bytes);
        using SKCodec? codec = SKCodec.Create(stream);
        using var pixels = codec is null
            ? null
            : new SKBitmap(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        // GetPixels tells a truncated file, which SKBitmap.Decode would fill with grey.
        SKCodecResult result = pixels is null ? SKCodecResult.InvalidInput : codec!.GetPixels(pixels.Info, pixels.GetPixels());
        return new LabelledPicture(
            Path.GetFileName(Path.GetDirectoryName(file)!), Path.GetFileName(file), bytes, result,
            result == SKCodecResult.Success ? MeanColour(pixels!.Pixels) : []);
    }

    private static double[] MeanColour(SKColor[] pixels)
    {
        long red = 0, green = 0, blue = 0;
        foreach (SKColor pixel in pixels)
        {
            red += pixel.Red;
            green += pixel.Green;
            blue += pixel.Blue;
        }
        return [red / (double)pixels.Length, green / (double)pixels.Length, blue / (double)pixels.Length];
    }
}

/// <summary>One file of the set. The mean colour is red, green, blue, 0..255, and empty where it does not decode.</summary>
public sealed record LabelledPicture(string Label, string FileName, byte[] Bytes, SKCodecResult Decoded, double[] MeanColour);
