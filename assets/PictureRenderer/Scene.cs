using PictureRenderer.Objects;
using SkiaSharp;

namespace PictureRenderer;

/// <summary>One picture: a backdrop, clutter, the object in its pose, light and a camera's small faults.</summary>
internal sealed class Scene(IObject subject, Dice dice)
{
    public SKBitmap Render()
    {
        var size = new SKSizeI(dice.Whole(200, 320), dice.Whole(200, 320));
        Light light = Light.Throw(dice);
        using var drawn = new SKBitmap(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using (var canvas = new SKCanvas(drawn))
        {
            var backdrop = new Backdrop(canvas, size, dice);
            backdrop.Draw();
            var clutter = new Clutter(canvas, size, light, dice);
            clutter.DrawBehind();
            (SKPoint middle, float reach) = DrawSubject(canvas, size, light, backdrop.Colour);
            clutter.DrawInFront(middle, reach);
            light.FallOn(canvas, size);
        }
        return Photograph(drawn, light);
    }

    private (SKPoint Middle, float Reach) DrawSubject(SKCanvas canvas, SKSizeI size, Light light, SKColor behind)
    {
        float span = Math.Min(size.Width, size.Height), reach = span / 2 * dice.Between(.58f, 1);
        var middle = new SKPoint(
            size.Width / 2f + dice.Around((size.Width - reach) * .3f),
            size.Height / 2f + dice.Around((size.Height - reach) * .3f));
        SKMatrix pose = SKMatrix.CreateTranslation(middle.X, middle.Y)
            .PreConcat(SKMatrix.CreateRotation(dice.Around(.5f)))
            .PreConcat(SKMatrix.CreateScale(reach * dice.Sign() * dice.Between(.82f, 1.05f), reach * dice.Between(.88f, 1.05f)))
            .PreConcat(SKMatrix.CreateSkew(dice.Around(.22f), 0))
            .PreConcat(Perspective());

        SKColor main = Palette.Unlike(dice, behind), second = Palette.Unlike(dice, main, behind);
        var brush = new Brush(canvas, light.SeenFrom(pose), dice.Chance(.4f) ? dice.Between(.012f, .028f) : 0)
        {
            Main = main,
            Second = second,
            Third = Palette.Unlike(dice, main, second),
        };
        using var shadow = light.ShadowOf(reach, dice.Between(.3f, .65f));
        using var layer = new SKPaint { ImageFilter = shadow };
        canvas.SaveLayer(layer); // the filter works in pixels, so the layer starts before the pose
        canvas.Concat(ref pose);
        subject.Draw(brush, dice);
        canvas.Restore();
        return (middle, reach);
    }

    private SKMatrix Perspective()
    {
        SKMatrix matrix = SKMatrix.Identity; // what recedes looks smaller than what comes forward
        matrix.Persp0 = dice.Around(.16f);
        matrix.Persp1 = dice.Around(.14f);
        return matrix;
    }

    private SKBitmap Photograph(SKBitmap drawn, Light light)
    {
        var photo = new SKBitmap(drawn.Info);
        using var canvas = new SKCanvas(photo);
        float blur = dice.Chance(.35f) ? dice.Between(.3f, 1.3f) : 0;
        using var filter = light.AsFilter();
        using var focus = blur > 0 ? SKImageFilter.CreateBlur(blur, blur) : null;
        using var pixels = SKShader.CreateBitmap(drawn, SKShaderTileMode.Clamp, SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = pixels, ColorFilter = filter, ImageFilter = focus };
        // Drawn beyond its edges, or the blur would mix transparent black into them.
        canvas.DrawRect(SKRect.Inflate(drawn.Info.Rect, 8, 8), paint);
        canvas.Flush();
        AddNoise(photo, dice.Between(.5f, 5));
        return photo;
    }

    private void AddNoise(SKBitmap photo, float strength)
    {
        SKColor[] pixels = photo.Pixels;
        for (int i = 0; i < pixels.Length; i++)
        {
            int grain = (int)MathF.Round(dice.Around(strength * 2));
            SKColor c = pixels[i];
            pixels[i] = new SKColor(Clamp(c.Red + grain), Clamp(c.Green + grain), Clamp(c.Blue + grain));
        }
        photo.Pixels = pixels;
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);
}
