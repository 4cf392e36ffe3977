using SkiaSharp;

namespace MLTransfer.Evaluation;

/// <summary>A line of a chart. Points that are not finite leave a gap.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Color">Its colour.</param>
/// <param name="Points">Its points from left to right.</param>
internal sealed record ChartSeries(string Name, SKColor Color, IReadOnlyList<(double X, double Y)> Points);
