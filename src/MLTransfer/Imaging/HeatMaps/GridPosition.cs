namespace MLTransfer.Imaging.HeatMaps;

/// <summary>Where the centre of a pixel lies between the centres of the cells of a grid, along one axis.</summary>
/// <param name="IsInside">Whether it lies on the grid at all.</param>
/// <param name="Lower">The cell before it; at the border, the outer one.</param>
/// <param name="Upper">The cell behind it; at the border, the same.</param>
/// <param name="Share">How far it is from the lower to the upper one, 0 to 1.</param>
internal readonly record struct GridPosition(bool IsInside, int Lower, int Upper, float Share)
{
    /// <summary>The positions of all pixels of a picture.</summary>
    /// <param name="picture">The picture, in pixels of the photo.</param>
    /// <param name="seen">The part that the grid covers, in pixels of the photo.</param>
    /// <param name="cells">The number of cells.</param>
    public static GridPosition[] Along(ResampleAxis picture, ResampleAxis seen, int cells)
    {
        var positions = new GridPosition[picture.Count];
        double length = seen.Count * seen.Scale;
        for (int i = 0; i < positions.Length; i++)
        {
            double share = (picture.Start + ((i + .5) * picture.Scale) - seen.Start) / length;
            double cell = Math.Clamp((share * cells) - .5, 0, cells - 1);
            var lower = (int)cell;
            positions[i] = new GridPosition(share is >= 0 and <= 1, lower, Math.Min(lower + 1, cells - 1), (float)(cell - lower));
        }

        return positions;
    }
}
