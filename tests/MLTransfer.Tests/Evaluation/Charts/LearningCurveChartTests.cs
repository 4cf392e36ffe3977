using MLTransfer.Evaluation;
using SkiaSharp;

namespace MLTransfer.Tests.Evaluation;

public sealed class LearningCurveChartTests : IDisposable
{
    private static readonly SKColor TrainLoss = new(0x00, 0x72, 0xB2), ValidationLoss = new(0xD5, 0x5E, 0x00), Accuracy = new(0x00, 0x9E, 0x73);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Losses_and_accuracy_are_drawn_side_by_side()
    {
        using SKBitmap chart = Draw([new(1, .7, .6, .8), new(2, .4, .5, .85), new(3, .2, .45, .9)]);
        Assert.Equal(new SKSizeI(1800, 700), new SKSizeI(chart.Width, chart.Height));
        Assert.All(Find(chart, TrainLoss), p => Assert.InRange(p.X, 0, 899));
        Assert.All(Find(chart, Accuracy), p => Assert.InRange(p.X, 900, 1799));
        Assert.NotEmpty(Find(chart, ValidationLoss));
    }

    [Fact]
    public void Points_are_where_the_numbers_say()
    {
        // From 0 to 1 the axis has a plot area of 510 pixels that ends at 610.
        using SKBitmap chart = Draw([new(1, 1), new(2, 0), new(3, .5)]);
        Assert.Equal(900, chart.Width);
        foreach ((int x, int y) in new[] { (120, 100), (495, 610), (870, 355) })
            Assert.Equal(TrainLoss, chart.GetPixel(x, y));
        Assert.Empty(Find(chart, ValidationLoss));
    }

    [Fact]
    public void A_loss_that_is_not_finite_leaves_a_gap()
    {
        using SKBitmap chart = Draw([new(1, 1), new(2, 0), new(3, double.NaN), new(4, double.PositiveInfinity), new(5, .5)]);
        List<SKPointI> line = Find(chart, TrainLoss);
        Assert.DoesNotContain(line, p => p.X is > 330 and < 850 && p.Y > 90);
        Assert.Equal(TrainLoss, chart.GetPixel(870, 355));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public void Any_number_of_epochs_can_be_drawn(int epochs)
    {
        using SKBitmap chart = Draw([.. Enumerable.Range(1, epochs).Select(e => new CurvePoint(e, 1.0 / e, 1.1 / e, 1 - .5 / e))]);
        Assert.NotEmpty(Find(chart, Accuracy));
    }

    [Fact]
    public void Nothing_cannot_be_drawn()
        => Assert.Throws<ArgumentException>(() => LearningCurveChart.Save(_folder["curves.png"], []));

    public void Dispose() => _folder.Dispose();

    private SKBitmap Draw(CurvePoint[] points)
    {
        LearningCurveChart.Save(_folder["curves.png"], points);
        return SKBitmap.Decode(_folder["curves.png"]);
    }

    private static List<SKPointI> Find(SKBitmap chart, SKColor color)
    {
        var found = new List<SKPointI>();
        SKColor[] pixels = chart.Pixels;
        for (int i = 0; i < pixels.Length; i++)
        {
            if (pixels[i] == color)
                found.Add(new(i % chart.Width, i / chart.Width));
        }

        return found;
    }
}
