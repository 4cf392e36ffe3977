using SkiaSharp;

namespace MLTransfer.Benchmarks.Micro;

/// <summary>Images that take as long to decode as photos do: smooth in the large, textured in the small.</summary>
internal static class SamplePhoto
{
    public static SKBitmap Draw(PhotoSize size)
    {
        var bitmap = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        using SKShader sky = SKShader.CreateLinearGradient(
            new SKPoint(0, 0), new SKPoint(size.Width, size.Height), [SKColors.SteelBlue, SKColors.DarkOliveGreen], SKShaderTileMode.Clamp);
        using SKShader texture = SKShader.CreatePerlinNoiseFractalNoise(0.05f, 0.05f, numOctaves: 5, seed: 1);
        using SKShader both = SKShader.CreateCompose(sky, texture, SKBlendMode.Overlay);
        using var paint = new SKPaint { Shader = both };
        canvas.DrawPaint(paint);
        return bitmap;
    }

    public static byte[] Jpeg(PhotoSize size)
    {
        using SKBitmap bitmap = Draw(size);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Jpeg, quality: 90);
        return data.ToArray();
    }
}
