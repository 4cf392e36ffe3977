using SkiaSharp;

namespace MLTransfer.Evaluation;

/// <summary>Draws one chart of lines: axes with numbers, a grid, the lines, and a legend above.</summary>
internal sealed class ChartPanel(
    SKCanvas canvas, SKRect area, string title, string xTitle, IReadOnlyList<ChartSeries> series, double most = double.PositiveInfinity)
{
    private const float TextHeight = 18;
    private const float LeftMargin = 120;
    private const float RightMargin = 30;
    private const float TopMargin = 100;
    private const float BottomMargin = 90;
    private const int MostMarks = 40;

    private static readonly SKColor Ink = new(0x33, 0x33, 0x33), Grid = new(0xDD, 0xDD, 0xDD);

    private readonly SKRect _plot = new(
        area.Left + LeftMargin, area.Top + TopMargin, area.Right - RightMargin, area.Bottom - BottomMargin);

    private readonly ChartAxis _x = ChartAxis.Counting(series.SelectMany(s => s.Points).Select(p => p.X));
    private readonly ChartAxis _y = ChartAxis.Around(series.SelectMany(s => s.Points).Select(p => p.Y), most);

    public void Draw()
    {
        DrawHorizontalAxis();
        DrawVerticalAxis();
        DrawStroke(new(_plot.Left, _plot.Bottom), new(_plot.Right, _plot.Bottom), Ink, 3);
        DrawStroke(new(_plot.Left, _plot.Top), new(_plot.Left, _plot.Bottom), Ink, 3);
        DrawLegend();
        foreach (ChartSeries line in series)
            DrawLine(line);
    }

    private void DrawHorizontalAxis()
    {
        foreach (double tick in _x.Ticks)
        {
            float x = X(tick);
            DrawStroke(new(x, _plot.Top), new(x, _plot.Bottom), Grid, 2);
            DrawText(_x.Label(tick), new(x, _plot.Bottom + 16), .5f);
        }

        DrawText(xTitle, new(_plot.MidX, _plot.Bottom + 54), .5f);
    }

    private void DrawVerticalAxis()
    {
        foreach (double tick in _y.Ticks)
        {
            float y = Y(tick);
            DrawStroke(new(_plot.Left, y), new(_plot.Right, y), Grid, 2);
            DrawText(_y.Label(tick), new(_plot.Left - 16, y - TextHeight / 2), 1);
        }

        DrawText(title, new(_plot.Left, area.Top + 24), 0);
    }

    private void DrawLegend()
    {
        float x = _plot.Left, y = area.Top + 64;
        foreach (ChartSeries line in series)
        {
            DrawStroke(new(x, y + TextHeight / 2), new(x + 40, y + TextHeight / 2), line.Color, 5);
            StrokeFont.Draw(canvas, line.Name, new(x + 54, y), TextHeight, Ink);
            x += 54 + StrokeFont.Width(line.Name, TextHeight) + 50;
        }
    }

    private void DrawLine(ChartSeries line)
    {
        (double X, double Y)? before = null;
        foreach ((double X, double Y) point in line.Points)
        {
            bool isThere = double.IsFinite(point.Y);
            if (isThere && before is { } last)
                DrawStroke(new(X(last.X), Y(last.Y)), new(X(point.X), Y(point.Y)), line.Color, 5);
            if (isThere && line.Points.Count <= MostMarks)
                DrawStroke(new(X(point.X), Y(point.Y)), new(X(point.X), Y(point.Y)), line.Color, 12);
            before = isThere ? point : null;
        }
    }

    private float X(double value) => (float)(_plot.Left + _x.PositionOf(value) * _plot.Width);

    private float Y(double value) => (float)(_plot.Bottom - _y.PositionOf(value) * _plot.Height);

    /// <summary>Draws text with so much of its width to the left of a point.</summary>
    private void DrawText(string text, SKPoint at, float leftShare)
        => StrokeFont.Draw(canvas, text, new(at.X - StrokeFont.Width(text, TextHeight) * leftShare, at.Y), TextHeight, Ink);

    private void DrawStroke(SKPoint from, SKPoint to, SKColor color, float width)
    {
        using var paint = new SKPaint
        {
            Color = color,
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            StrokeWidth = width,
            StrokeCap = SKStrokeCap.Round,
        };
        canvas.DrawLine(from, to, paint);
    }
}
