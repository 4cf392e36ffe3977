using MLTransfer.Evaluation;
using SkiaSharp;

namespace MLTransfer.Tests.Evaluation;

public class StrokeFontTests
{
    private const string Characters = "ABCDEFGHIJKLMNPQRSTUVWXYZ0123456789.,-+%/:";

    [Fact]
    public void Every_character_looks_different_and_is_inside_its_box()
    {
        byte[][] drawings = [.. Characters.Select(c => Drawing(c.ToString()))];
        Assert.Distinct(drawings.Select(Convert.ToHexString));
        Assert.All(drawings, d => Assert.Contains(d, b => b != 0));
    }

    [Fact]
    public void Small_letters_are_capitals_and_unknown_characters_gaps()
    {
        Assert.Equal(Drawing("K"), Drawing("k"));
        Assert.All(Drawing("?"), b => Assert.Equal(0, b));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("A", 8)]
    [InlineData("AB", 20)]
    public void The_width_goes_from_the_first_stroke_to_the_last(string text, float width)
        => Assert.Equal(width, StrokeFont.Width(text, 12));

    /// <summary>The pixels of a text, of which none may touch the edge.</summary>
    private static byte[] Drawing(string text)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(36, 44, SKColorType.Gray8, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.Black);
            StrokeFont.Draw(canvas, text, new(8, 6), 30, SKColors.White);
        }

        for (int y = 0; y < 44; y++)
        {
            for (int x = 0; x < 36; x++)
                Assert.True(x is > 4 and < 32 && y is > 2 and < 44 || bitmap.GetPixelSpan()[y * bitmap.RowBytes + x] == 0, text);
        }

        return bitmap.GetPixelSpan().ToArray();
    }
}
