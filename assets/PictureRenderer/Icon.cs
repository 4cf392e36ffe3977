using SkiaSharp;

namespace PictureRenderer;

/// <summary>The package's icon: a stack of layers, the lower ones frozen, the top one glowing because it learns.</summary>
internal static class Icon
{
    private const int Size = 256;
    private const float HalfWidth = 82, HalfDepth = 41, Thickness = 20;

    private static readonly SKColor Ice = SKColor.Parse("5FB4EA");
    private static readonly SKColor DeepIce = SKColor.Parse("3D7FD0");
    private static readonly SKColor Ember = SKColor.Parse("FF9A3D");

    public static SKBitmap Render()
    {
        var icon = new SKBitmap(Size, Size, SKColorType.Rgba8888, SKAlphaType.Premul);
        using var canvas = new SKCanvas(icon);
        canvas.Clear(SKColors.Transparent);
        DrawTile(canvas);
        DrawSlab(canvas, 176, DeepIce);
        DrawSlab(canvas, 138, Ice);
        DrawGlow(canvas, 104);
        DrawSlab(canvas, 84, Ember);
        DrawSparks(canvas);
        return icon;
    }

    private static void DrawTile(SKCanvas canvas)
    {
        using var shader = SKShader.CreateLinearGradient(
            new SKPoint(0, 0), new SKPoint(Size, Size),
            [SKColor.Parse("2B3A67"), SKColor.Parse("141A33")], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { IsAntialias = true, Shader = shader };
        canvas.DrawRoundRect(4, 4, Size - 8, Size - 8, 52, 52, paint);
    }

    private static void DrawSlab(SKCanvas canvas, float y, SKColor colour)
    {
        const float X = Size / 2f;
        float front = y + HalfDepth, left = X - HalfWidth, right = X + HalfWidth;
        DrawFace(canvas, colour.Shaded(.2f), (left, y), (X, front), (X, front + Thickness), (left, y + Thickness));
        DrawFace(canvas, colour.Shaded(.45f), (right, y), (X, front), (X, front + Thickness), (right, y + Thickness));
        DrawFace(canvas, colour.Lit(.25f), (left, y), (X, y - HalfDepth), (right, y), (X, front));
    }

    private static void DrawFace(SKCanvas canvas, SKColor colour, params (float X, float Y)[] corners)
    {
        using var path = new SKPath();
        path.AddPoly(Array.ConvertAll(corners, c => new SKPoint(c.X, c.Y)));
        using var shader = SKShader.CreateLinearGradient(
            new SKPoint(path.Bounds.Left, path.Bounds.Top), new SKPoint(path.Bounds.Right, path.Bounds.Bottom),
            [colour.Lit(.22f), colour], SKShaderTileMode.Clamp);
        // The stroke rounds the corners and closes the hairline between two faces.
        using var paint = new SKPaint
        {
            IsAntialias = true,
            Shader = shader,
            Style = SKPaintStyle.StrokeAndFill,
            StrokeWidth = 4,
            StrokeJoin = SKStrokeJoin.Round,
        };
        canvas.DrawPath(path, paint);
    }

    private static void DrawGlow(SKCanvas canvas, float y)
    {
        const float Reach = 104;
        using var shader = SKShader.CreateRadialGradient(
            new SKPoint(0, 0), Reach, [Ember.Sheer(.85f), Ember.Sheer(0)], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { IsAntialias = true, Shader = shader };
        canvas.Save();
        canvas.Translate(Size / 2f, y);
        canvas.Scale(1, .6f);
        canvas.DrawCircle(0, 0, Reach, paint);
        canvas.Restore();
    }

    /// <summary>Three sparks rise from the layer that learns.</summary>
    private static void DrawSparks(SKCanvas canvas)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = SKColor.Parse("FFE3A8") };
        foreach ((float x, float y, float r) in new[] { (128f, 78f, 15f), (98f, 88f, 8f), (158f, 88f, 8f) })
        {
            using var star = new SKPath();
            star.MoveTo(x, y - r);
            star.QuadTo(x, y, x + r, y);
            star.QuadTo(x, y, x, y + r);
            star.QuadTo(x, y, x - r, y);
            star.QuadTo(x, y, x, y - r);
            canvas.DrawPath(star, paint);
        }
    }
}
