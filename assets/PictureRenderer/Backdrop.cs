using SkiaSharp;

namespace PictureRenderer;

/// <summary>What an object stands before. None belongs to a class: each is as likely behind a fish as behind a house.</summary>
internal sealed class Backdrop(SKCanvas canvas, SKSizeI size, Dice dice)
{
    private readonly float _span = Math.Max(size.Width, size.Height);
    private readonly SKColor _first = Palette.Muted(dice);
    private readonly SKColor _second = Palette.Muted(dice);

    /// <summary>The colour that most of the picture has, for an object to differ from.</summary>
    public SKColor Colour => _first;

    public void Draw()
    {
        DrawSlope(_first, _first.Mixed(_second, dice.Between(.3f, 1)), dice.Between(0, MathF.Tau));
        switch (dice.Whole(0, 7))
        {
            case 0:
                DrawGlow();
                break;
            case 1:
                DrawStripes();
                break;
            case 2:
                DrawBlotches();
                break;
            case 3:
                DrawHills();
                break;
            case 4:
                DrawRoom();
                break;
            case 5:
                DrawDots();
                break;
            case 6:
                DrawClouds();
                break;
            default:
                DrawBokeh();
                break;
        }
    }

    private void DrawSlope(SKColor from, SKColor to, float angle)
    {
        var middle = new SKPoint(size.Width / 2f, size.Height / 2f);
        var reach = new SKPoint(MathF.Cos(angle) * _span / 2, MathF.Sin(angle) * _span / 2);
        using var shader = SKShader.CreateLinearGradient(middle - reach, middle + reach, [from, to], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader };
        canvas.DrawRect(0, 0, size.Width, size.Height, paint);
    }

    private void DrawGlow()
    {
        using var shader = SKShader.CreateRadialGradient(
            Anywhere(), _span * dice.Between(.4f, .9f), [_second.Lit(.4f), _second.Sheer(0)], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader };
        canvas.DrawRect(0, 0, size.Width, size.Height, paint);
    }

    private void DrawStripes()
    {
        float width = _span * dice.Between(.03f, .12f), wave = dice.Chance(.4f) ? width * .8f : 0;
        using var paint = Soft(_second.Sheer(dice.Between(.35f, .8f)), dice.Between(0, width * .15f));
        paint.IsStroke = true;
        paint.StrokeWidth = width;
        canvas.Save();
        canvas.RotateDegrees(dice.Between(0, 180), size.Width / 2f, size.Height / 2f);
        for (float x = -_span; x < _span * 2; x += width * 2)
        {
            using var path = new SKPath();
            path.MoveTo(x, -_span);
            for (float y = -_span; y < _span * 2; y += width * 4)
                path.RCubicTo(wave, width * 1.3f, -wave, width * 2.6f, 0, width * 4);
            canvas.DrawPath(path, paint);
        }
        canvas.Restore();
    }

    private void DrawBlotches()
    {
        for (int i = 0; i < 14; i++)
        {
            using var paint = Soft(_first.Mixed(Palette.Muted(dice), .6f).Sheer(.55f), _span * .06f);
            SKPoint at = Anywhere();
            canvas.DrawOval(at.X, at.Y, _span * dice.Between(.08f, .25f), _span * dice.Between(.06f, .2f), paint);
        }
    }

    private void DrawHills()
    {
        float horizon = size.Height * dice.Between(.42f, .72f);
        for (int ridge = 0; ridge < 3; ridge++)
        {
            float y = horizon + ridge * size.Height * .12f, swell = size.Height * dice.Between(.02f, .14f);
            using var path = new SKPath();
            path.MoveTo(-1, size.Height + 1);
            path.LineTo(-1, y + dice.Around(swell));
            path.CubicTo(size.Width * .3f, y - swell, size.Width * .6f, y + swell, size.Width + 1, y + dice.Around(swell));
            path.LineTo(size.Width + 1, size.Height + 1);
            using var paint = Soft(_second.Mixed(_first, .55f - ridge * .25f).Shaded(ridge * .1f), _span * .004f);
            canvas.DrawPath(path, paint);
        }
    }

    private void DrawRoom()
    {
        float edge = size.Height * dice.Between(.55f, .8f), slant = size.Height * dice.Around(.08f);
        using var floor = new SKPath();
        floor.AddPoly([new(0, edge - slant), new(size.Width, edge + slant), new(size.Width, size.Height), new(0, size.Height)]);
        using var paint = Soft(_second.Shaded(.12f), 0);
        canvas.DrawPath(floor, paint);
        using var grain = Soft(_second.Shaded(.35f).Sheer(.4f), 0);
        grain.IsStroke = true;
        grain.StrokeWidth = _span * .006f;
        canvas.DrawLine(0, edge - slant, size.Width, edge + slant, grain);
        float vanish = size.Width * dice.Between(.3f, .7f);
        for (float x = -size.Width; x < size.Width * 2; x += size.Width * .18f)
            canvas.DrawLine(vanish + (x - vanish) * .6f, edge + slant * 1.02f, x, size.Height, grain);
    }

    private void DrawDots()
    {
        float step = _span * dice.Between(.09f, .18f), radius = step * dice.Between(.15f, .32f);
        using var paint = Soft(_second.Sheer(.7f), dice.Between(0, radius * .3f));
        canvas.Save();
        canvas.RotateDegrees(dice.Between(0, 90), size.Width / 2f, size.Height / 2f);
        for (int row = -8; row < 20; row++)
        {
            for (int column = -8; column < 20; column++)
                canvas.DrawCircle((column + row % 2 * .5f) * step, row * step * .87f, radius, paint);
        }
        canvas.Restore();
    }

    private void DrawClouds()
    {
        float grain = dice.Between(1.5f, 5) / _span;
        using var noise = SKShader.CreatePerlinNoiseFractalNoise(grain, grain * dice.Between(.6f, 1.8f), 4, dice.Whole(0, 9999));
        // The noise keeps its first channel as opacity; the colour is ours.
        using var tint = SKColorFilter.CreateColorMatrix(
        [
            0, 0, 0, 0, _second.Red / 255f,
            0, 0, 0, 0, _second.Green / 255f,
            0, 0, 0, 0, _second.Blue / 255f,
            2.6f, 0, 0, 0, -.8f,
        ]);
        using var paint = new SKPaint { Shader = noise, ColorFilter = tint };
        canvas.DrawRect(0, 0, size.Width, size.Height, paint);
    }

    private void DrawBokeh()
    {
        for (int i = 0; i < 16; i++)
        {
            using var paint = Soft(Palette.Muted(dice).Lit(.2f).Sheer(dice.Between(.2f, .5f)), _span * .008f);
            SKPoint at = Anywhere();
            canvas.DrawCircle(at.X, at.Y, _span * dice.Between(.03f, .12f), paint);
        }
    }

    private SKPoint Anywhere() => new(dice.Between(0, size.Width), dice.Between(0, size.Height));

    private static SKPaint Soft(SKColor colour, float blur) => new()
    {
        IsAntialias = true,
        Color = colour,
        MaskFilter = blur > 0 ? SKMaskFilter.CreateBlur(SKBlurStyle.Normal, blur) : null,
    };
}
