using MLTransfer.Data;
using SkiaSharp;

namespace MLTransfer.Evaluation;

/// <summary>Draws the learning curves of a training run.</summary>
internal static class LearningCurveChart
{
    private const int PanelWidth = 900;
    private const int Height = 700;

    // Told apart by most people who do not see all colours (Okabe and Ito 2008).
    private static readonly SKColor Blue = new(0x00, 0x72, 0xB2), Vermilion = new(0xD5, 0x5E, 0x00), Green = new(0x00, 0x9E, 0x73);

    /// <summary>
    /// Writes a PNG: the losses over the epochs, and beside them, where it was measured, the accuracy on the validation set. Values that are not
    /// finite leave a gap.
    /// </summary>
    /// <param name="path">The file, replaced where it exists.</param>
    /// <param name="points">The epochs in their order, at least one.</param>
    /// <exception cref="ArgumentException">There are no points.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, IReadOnlyList<CurvePoint> points)
    {
        if (points.Count == 0)
            throw new ArgumentException("There is no epoch to draw.", nameof(points));
        ChartSeries trainLoss = Series("TRAIN", Blue, points, p => p.TrainLoss);
        ChartSeries validationLoss = Series("VALIDATION", Vermilion, points, p => p.ValidationLoss);
        ChartSeries accuracy = Series("VALIDATION", Green, points, p => 100 * p.ValidationAccuracy);
        bool hasAccuracy = accuracy.Points.Count > 0;
        using var surface = SKSurface.Create(new SKImageInfo(hasAccuracy ? 2 * PanelWidth : PanelWidth, Height));
        surface.Canvas.Clear(SKColors.White);
        ChartSeries[] losses = validationLoss.Points.Count > 0 ? [trainLoss, validationLoss] : [trainLoss];
        new ChartPanel(surface.Canvas, new(0, 0, PanelWidth, Height), "LOSS", "EPOCH", losses).Draw();
        if (hasAccuracy)
            new ChartPanel(surface.Canvas, new(PanelWidth, 0, 2 * PanelWidth, Height), "ACCURACY, %", "EPOCH", [accuracy], most: 100).Draw();
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        AtomicFile.Write(path, png.SaveTo);
    }

    private static ChartSeries Series(string name, SKColor color, IReadOnlyList<CurvePoint> points, Func<CurvePoint, double?> value)
        => new(name, color, [.. points.Where(p => value(p) is not null).Select(p => ((double)p.Epoch, value(p)!.Value))]);
}
