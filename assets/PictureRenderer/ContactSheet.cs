using SkiaSharp;

namespace PictureRenderer;

/// <summary>Many pictures on one page, for a look at the whole set.</summary>
internal static class ContactSheet
{
    private const int Cell = 150;

    /// <summary>One row a class, the first pictures of each.</summary>
    public static SKBitmap Of(IReadOnlyList<IReadOnlyList<string>> rows, int columns)
    {
        var sheet = new SKBitmap(columns * Cell, rows.Count * Cell);
        using var canvas = new SKCanvas(sheet);
        canvas.Clear(SKColors.White);
        using var paint = new SKPaint { FilterQuality = SKFilterQuality.High };
        for (int row = 0; row < rows.Count; row++)
        {
            for (int column = 0; column < Math.Min(columns, rows[row].Count); column++)
            {
                using SKBitmap picture = SKBitmap.Decode(rows[row][column]);
                var cell = SKRect.Create(column * Cell + 2, row * Cell + 2, Cell - 4, Cell - 4);
                canvas.DrawBitmap(picture, cell.AspectFit(new SKSize(picture.Width, picture.Height)), paint);
            }
        }
        return sheet;
    }
}
