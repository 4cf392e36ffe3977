using SkiaSharp;

namespace PictureRenderer;

/// <summary>
/// Paints shapes that look lit: each fill runs from a light to a dark tone along the light's direction.
/// Coordinates are the object's own, from -1 to 1, y downwards.
/// </summary>
internal sealed class Brush(SKCanvas canvas, SKPoint towardsLight, float ink)
{
    public required SKColor Main { get; init; }

    public required SKColor Second { get; init; }

    public required SKColor Third { get; init; }

    public void Fill(SKColor colour, Action<SKPath> outline)
    {
        using var path = new SKPath();
        outline(path);
        SKRect box = path.Bounds;
        float reach = Math.Max(box.Width, box.Height) / 2;
        var middle = new SKPoint(box.MidX, box.MidY);
        var offset = new SKPoint(towardsLight.X * reach, towardsLight.Y * reach);
        using var shader = SKShader.CreateLinearGradient(
            middle + offset, middle - offset,
            [colour.Lit(.34f).WithAlpha(colour.Alpha), colour, colour.Shaded(.34f).WithAlpha(colour.Alpha)],
            [0, .45f, 1], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { IsAntialias = true, Shader = shader };
        canvas.DrawPath(path, paint);
        if (ink > 0 && colour.Alpha == 255)
            Stroke(path, colour.Shaded(.65f), ink);
    }

    public void Polygon(SKColor colour, params (float X, float Y)[] corners) =>
        Fill(colour, path => path.AddPoly(ToPoints(corners)));

    public void Oval(SKColor colour, float x, float y, float radiusX, float radiusY) =>
        Fill(colour, path => path.AddOval(Around(x, y, radiusX, radiusY)));

    public void Box(SKColor colour, float left, float top, float right, float bottom, float rounding = 0) =>
        Fill(colour, path => path.AddRoundRect(new SKRect(left, top, right, bottom), rounding, rounding));

    /// <summary>A tube: a stroke with a darker edge and a thin highlight on it.</summary>
    public void Tube(SKColor colour, float width, Action<SKPath> course)
    {
        using var path = new SKPath();
        course(path);
        Stroke(path, colour.Shaded(ink > 0 ? .65f : .4f), width + ink);
        Stroke(path, colour, width * .8f);
        using var lit = new SKPath(path);
        lit.Transform(SKMatrix.CreateTranslation(towardsLight.X * width * .18f, towardsLight.Y * width * .18f));
        Stroke(lit, colour.Lit(.45f).Sheer(.7f), width * .25f);
    }

    public void Tube(SKColor colour, float width, params (float X, float Y)[] corners) =>
        Tube(colour, width, path => path.AddPoly(ToPoints(corners), close: false));

    public void Line(SKColor colour, float width, Action<SKPath> course)
    {
        using var path = new SKPath();
        course(path);
        Stroke(path, colour, width);
    }

    public void Line(SKColor colour, float width, params (float X, float Y)[] corners) =>
        Line(colour, width, path => path.AddPoly(ToPoints(corners), close: false));

    /// <summary>A flat, unlit spot: a pupil, a shine, a shadow.</summary>
    public void Spot(SKColor colour, float x, float y, float radiusX, float radiusY)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = colour };
        canvas.DrawOval(x, y, radiusX, radiusY, paint);
    }

    /// <summary>Shades a body as a cylinder that stands upright: dark edges, a bright band on the light's side.</summary>
    public void Cylinder(SKColor colour, float left, float right, Action<SKPath> outline)
    {
        using var path = new SKPath();
        outline(path);
        float bright = .5f + Math.Clamp(towardsLight.X, -.8f, .8f) * .3f;
        using var shader = SKShader.CreateLinearGradient(
            new SKPoint(left, 0), new SKPoint(right, 0),
            [colour.Shaded(.42f), colour, colour.Lit(.5f), colour, colour.Shaded(.42f)],
            [0, bright * .55f, bright, bright + (1 - bright) * .45f, 1], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { IsAntialias = true, Shader = shader };
        canvas.DrawPath(path, paint);
        if (ink > 0)
            Stroke(path, colour.Shaded(.65f), ink);
    }

    /// <summary>Draws only what falls inside an outline: a pattern on a body.</summary>
    public void Inside(Action<SKPath> outline, Action pattern)
    {
        using var path = new SKPath();
        outline(path);
        canvas.Save();
        canvas.ClipPath(path, antialias: true);
        pattern();
        canvas.Restore();
    }

    public static SKRect Around(float x, float y, float radiusX, float radiusY) =>
        new(x - radiusX, y - radiusY, x + radiusX, y + radiusY);

    private void Stroke(SKPath path, SKColor colour, float width)
    {
        using var paint = new SKPaint
        {
            IsAntialias = true,
            IsStroke = true,
            Color = colour,
            StrokeWidth = width,
            StrokeCap = SKStrokeCap.Round,
            StrokeJoin = SKStrokeJoin.Round,
        };
        canvas.DrawPath(path, paint);
    }

    private static SKPoint[] ToPoints((float X, float Y)[] corners) => Array.ConvertAll(corners, c => new SKPoint(c.X, c.Y));
}
