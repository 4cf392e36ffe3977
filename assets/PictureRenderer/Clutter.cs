using SkiaSharp;

namespace PictureRenderer;

/// <summary>
/// Odds and ends around the object and a few across it. They borrow the parts of all classes (rings, triangles, boxes, leaves),
/// so that one part alone does not give a class away.
/// </summary>
internal sealed class Clutter(SKCanvas canvas, SKSizeI size, Light light, Dice dice)
{
    private readonly float _span = Math.Min(size.Width, size.Height);

    public void DrawBehind()
    {
        int things = dice.Whole(1, 7);
        for (int i = 0; i < things; i++)
        {
            var at = new SKPoint(dice.Between(0, size.Width), dice.Between(0, size.Height));
            DrawThing(at, scale: dice.Between(.07f, .2f), blur: dice.Between(0, .02f));
        }
    }

    /// <summary>Things nearer than the object: at its rim rather than its middle, and out of focus.</summary>
    public void DrawInFront(SKPoint middle, float reach)
    {
        int things = dice.Pick([0, 0, 1, 1, 2, 3]);
        for (int i = 0; i < things; i++)
        {
            float angle = dice.Between(0, MathF.Tau), distance = reach * dice.Between(.5f, 1.1f);
            var offset = new SKPoint(MathF.Cos(angle) * distance, MathF.Sin(angle) * distance);
            DrawThing(middle + offset, scale: dice.Between(.09f, .18f), blur: dice.Between(0, .025f));
        }
        if (dice.Chance(.15f))
            DrawGrass();
    }

    /// <summary>Draws one thing; scale and blur are shares of the picture's shorter side.</summary>
    private void DrawThing(SKPoint at, float scale, float blur)
    {
        SKMatrix pose = SKMatrix.CreateTranslation(at.X, at.Y)
            .PreConcat(SKMatrix.CreateRotation(dice.Between(0, MathF.Tau)))
            .PreConcat(SKMatrix.CreateScale(scale * _span, scale * _span * dice.Between(.7f, 1.2f)));
        var brush = new Brush(canvas, light.SeenFrom(pose), 0)
        {
            Main = Palette.Any(dice),
            Second = Palette.Any(dice),
            Third = Palette.Any(dice),
        };
        using var soft = blur > 0 ? SKImageFilter.CreateBlur(blur * _span, blur * _span) : null;
        using var shadow = light.ShadowOf(_span * scale, .35f);
        using var both = soft is null ? shadow : SKImageFilter.CreateCompose(soft, shadow);
        using var layer = new SKPaint { ImageFilter = both };
        canvas.SaveLayer(layer);
        canvas.Concat(ref pose);
        DrawPart(brush);
        canvas.Restore();
    }

    private void DrawPart(Brush brush)
    {
        switch (dice.Whole(0, 6))
        {
            case 0:
                brush.Tube(brush.Main, dice.Between(.15f, .3f), path => path.AddCircle(0, 0, .8f));
                break;
            case 1:
                brush.Polygon(brush.Main, (-.9f, .7f), (0, -.9f), (.9f, .7f));
                break;
            case 2:
                brush.Box(brush.Main, -.8f, -.6f, .8f, .6f, dice.Between(0, .3f));
                brush.Box(brush.Second, -.55f, -.35f, -.1f, .3f);
                brush.Box(brush.Second, .1f, -.35f, .55f, .3f);
                break;
            case 3:
                brush.Oval(brush.Main, 0, 0, .9f, dice.Between(.5f, .9f));
                break;
            case 4:
                brush.Fill(brush.Main, path =>
                {
                    path.MoveTo(-1, 0);
                    path.QuadTo(0, -.8f, 1, 0);
                    path.QuadTo(0, .8f, -1, 0);
                });
                brush.Line(brush.Main.Shaded(.4f), .05f, (-1.2f, 0), (.8f, 0));
                break;
            case 5:
                brush.Tube(brush.Main, .2f, (-1.6f, dice.Around(.5f)), (1.6f, dice.Around(.5f)));
                break;
            default:
                for (int petal = 0; petal < 5; petal++)
                {
                    float angle = petal * MathF.Tau / 5;
                    brush.Oval(brush.Main, MathF.Cos(angle) * .55f, MathF.Sin(angle) * .55f, .38f, .38f);
                }
                brush.Oval(brush.Second, 0, 0, .32f, .32f);
                break;
        }
    }

    private void DrawGrass()
    {
        SKColor colour = Palette.Any(dice);
        for (int i = 0; i < 28; i++)
        {
            float x = dice.Between(0, size.Width), height = _span * dice.Between(.08f, .26f), sway = dice.Around(height * .5f);
            using var blade = new SKPath();
            blade.MoveTo(x - _span * .014f, size.Height + 1);
            blade.QuadTo(x, size.Height - height * .5f, x + sway, size.Height - height);
            blade.QuadTo(x + _span * .02f, size.Height - height * .5f, x + _span * .014f, size.Height + 1);
            using var paint = new SKPaint { IsAntialias = true, Color = colour.Shaded(dice.Between(0, .4f)) };
            canvas.DrawPath(blade, paint);
        }
    }
}
