using SkiaSharp;

namespace MLTransfer.Evaluation;

/// <summary>
/// A font of strokes for the text in charts: without it a chart would look different on every machine, and have no text on one without fonts.
/// It has capitals (small letters are drawn as such), digits, and what numbers need; anything else is a gap.
/// </summary>
internal static class StrokeFont
{
    private const float GridHeight = 6;
    private const float Advance = 6;

    // Strokes, each a list of points as two digits: x from 0 to 4, and y from 0 (top) to 6 (base line) or 7 below it.
    private static readonly Dictionary<char, string> Glyphs = new()
    {
        ['A'] = "0602204246 0444",
        ['B'] = "06003041423303 3344453606",
        ['C'] = "4130100105163645",
        ['D'] = "00204244260600",
        ['E'] = "40000646 0333",
        ['F'] = "400006 0333",
        ['G'] = "41301001051636454323",
        ['H'] = "0006 4046 0343",
        ['I'] = "1030 2026 1636",
        ['J'] = "4045361605",
        ['K'] = "0006 4003 0346",
        ['L'] = "000646",
        ['M'] = "0600234046",
        ['N'] = "06004640",
        ['O'] = "103041453616050110",
        ['P'] = "06003041423303",
        ['Q'] = "103041453616050110 2446",
        ['R'] = "06003041423303 2346",
        ['S'] = "413010010213334445361605",
        ['T'] = "0040 2026",
        ['U'] = "000516364540",
        ['V'] = "002640",
        ['W'] = "0016233640",
        ['X'] = "0046 4006",
        ['Y'] = "002340 2326",
        ['Z'] = "00400646",
        ['0'] = "103041453616050110",
        ['1'] = "112026 1636",
        ['2'] = "01103041420646",
        ['3'] = "0110304142334445361605 1333",
        ['4'] = "36300444",
        ['5'] = "400002324345361605",
        ['6'] = "4130100105163645443303",
        ['7'] = "004016",
        ['8'] = "13020110304142331304051636454433",
        ['9'] = "0516364541301001021343",
        ['.'] = "2526",
        [','] = "2517",
        ['-'] = "1333",
        ['+'] = "1333 2224",
        ['%'] = "4006 0010110100 3545463635",
        ['/'] = "4006",
        [':'] = "2122 2526",
    };

    /// <summary>The width of a text whose capitals are so high.</summary>
    public static float Width(string text, float height) => text.Length == 0 ? 0 : (text.Length * Advance - 2) * height / GridHeight;

    /// <summary>Draws a text in one line.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="text">The text.</param>
    /// <param name="origin">The top left corner.</param>
    /// <param name="height">The height of capitals in pixels.</param>
    /// <param name="color">The colour.</param>
    public static void Draw(SKCanvas canvas, string text, SKPoint origin, float height, SKColor color)
    {
        float unit = height / GridHeight;
        using var path = new SKPath();
        for (int i = 0; i < text.Length; i++)
        {
            if (Glyphs.TryGetValue(char.ToUpperInvariant(text[i]), out string? strokes))
                AddStrokes(path, strokes, new SKPoint(origin.X + i * Advance * unit, origin.Y), unit);
        }

        using var paint = new SKPaint
        {
            Color = color,
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            StrokeWidth = unit * .8f,
            StrokeCap = SKStrokeCap.Round,
            StrokeJoin = SKStrokeJoin.Round,
        };
        canvas.DrawPath(path, paint);
    }

    private static void AddStrokes(SKPath path, string strokes, SKPoint origin, float unit)
    {
        foreach (string stroke in strokes.Split(' '))
        {
            SKPoint[] points = [.. stroke.Chunk(2).Select(p => new SKPoint(origin.X + (p[0] - '0') * unit, origin.Y + (p[1] - '0') * unit))];
            path.AddPoly(points, close: false);
        }
    }
}
