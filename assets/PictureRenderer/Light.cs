using SkiaSharp;

namespace PictureRenderer;

/// <summary>Where the light of a picture comes from, how bright and how warm it is.</summary>
internal sealed record Light(SKPoint Towards, float Brightness, float Warmth, float Contrast)
{
    public static Light Throw(Dice dice)
    {
        float angle = -MathF.PI / 2 + dice.Around(1.6f); // from above, more or less
        return new Light(
            new SKPoint(MathF.Cos(angle), MathF.Sin(angle)),
            Brightness: dice.Between(.78f, 1.18f), Warmth: dice.Around(.2f), Contrast: dice.Between(.85f, 1.15f));
    }

    /// <summary>The direction of the light as an object sees it that was turned and mirrored by the pose.</summary>
    public SKPoint SeenFrom(SKMatrix pose)
    {
        if (!pose.TryInvert(out SKMatrix inverse))
            return Towards;
        SKPoint local = inverse.MapVector(Towards);
        float length = MathF.Max(local.Length, 1e-6f);
        return new SKPoint(local.X / length, local.Y / length);
    }

    /// <summary>A soft shadow under whatever is drawn in the layer that it is given to.</summary>
    public SKImageFilter ShadowOf(float size, float strength) => SKImageFilter.CreateDropShadow(
        -Towards.X * size * .09f, -Towards.Y * size * .09f + size * .03f, size * .05f, size * .05f,
        new SKColor(20, 16, 40, (byte)(255 * strength)));

    /// <summary>Falls onto the finished picture: a glow on one side, dusk on the other.</summary>
    public void FallOn(SKCanvas canvas, SKSizeI size)
    {
        var source = new SKPoint(size.Width * (.5f + Towards.X * .5f), size.Height * (.5f + Towards.Y * .5f));
        SKColor glow = new(255, 250, 235), dusk = new(12, 10, 40);
        using var shader = SKShader.CreateRadialGradient(
            source, Math.Max(size.Width, size.Height) * 1.25f,
            [glow.WithAlpha(110), glow.WithAlpha(0), dusk.WithAlpha(0), dusk.WithAlpha(120)],
            [0, .4f, .5f, 1], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader, BlendMode = SKBlendMode.SoftLight };
        canvas.DrawRect(0, 0, size.Width, size.Height, paint);
    }

    /// <summary>Brightness, contrast and colour temperature, as a camera would record them.</summary>
    public SKColorFilter AsFilter()
    {
        float gain = Brightness * Contrast, lift = (1 - Contrast) * .5f;
        return SKColorFilter.CreateColorMatrix(
        [
            gain * (1 + Warmth), 0, 0, 0, lift,
            0, gain, 0, 0, lift,
            0, 0, gain * (1 - Warmth), 0, lift,
            0, 0, 0, 1, 0,
        ]);
    }
}
