namespace MLTransfer.Imaging.HeatMaps;

/// <summary>Numbers for the places of what a network saw of a photo.</summary>
/// <param name="Width">The number of columns.</param>
/// <param name="Height">The number of rows.</param>
/// <param name="Values">The numbers, row by row; those above 0 are drawn.</param>
/// <param name="Resize">Which part of the photo it saw.</param>
internal sealed record HeatMap(int Width, int Height, IReadOnlyList<float> Values, ResizePolicy Resize);
