using SkiaSharp;

namespace MLTransfer.Tests.Evaluation.Audit;

/// <summary>What happens to photos on their way through the net: they are recompressed, resized, mirrored and cropped a little.</summary>
internal static class NearCopy
{
    /// <summary>The ways in which copies are made, each by itself and the last ones together.</summary>
    public static IReadOnlyList<Action<CopySettings>> Kinds { get; } =
    [
        c => c.Quality = 40,
        c => c.Scale = .6f,
        c => c.Mirror = true,
        c => c.Crop = (.06f, .02f, .03f, .07f),
        c => (c.Mirror, c.Scale, c.Quality, c.Crop) = (true, .8f, 60, (.03f, .05f, .04f, 0)),
    ];

    /// <summary>Writes a copy of a photo as JPEG.</summary>
    public static void Write(string photo, string copy, Action<CopySettings> kind)
    {
        var settings = new CopySettings();
        kind(settings);
        using SKBitmap source = SKBitmap.Decode(photo);
        var part = new SKRect(
            settings.Crop.Left * source.Width, settings.Crop.Top * source.Height, (1 - settings.Crop.Right) * source.Width,
            (1 - settings.Crop.Bottom) * source.Height);
        using var target = new SKBitmap((int)(part.Width * settings.Scale), (int)(part.Height * settings.Scale));
        using (var canvas = new SKCanvas(target))
        using (var paint = new SKPaint { FilterQuality = SKFilterQuality.High })
        {
            if (settings.Mirror)
                canvas.Scale(-1, 1, target.Width / 2f, 0);
            canvas.DrawBitmap(source, part, new SKRect(0, 0, target.Width, target.Height), paint);
        }

        using SKData jpeg = target.Encode(SKEncodedImageFormat.Jpeg, settings.Quality);
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        File.WriteAllBytes(copy, jpeg.ToArray());
    }
}

internal sealed class CopySettings
{
    public int Quality { get; set; } = 90;

    public float Scale { get; set; } = 1;

    public bool Mirror { get; set; }

    /// <summary>What is cut off each side, as a share of the width or height.</summary>
    public (float Left, float Top, float Right, float Bottom) Crop { get; set; }
}
