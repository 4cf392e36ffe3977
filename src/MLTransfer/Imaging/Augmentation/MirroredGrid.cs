namespace MLTransfer.Imaging;

/// <summary>
/// Evenly spaced positions along one axis of a photo, and where between them the photo is, which is mirrored at its edges for ever.
/// Coordinates are pixels of the view's frame.
/// </summary>
internal readonly struct MirroredGrid
{
    private readonly double _low;
    private readonly double _high;
    private readonly double _pitch;
    private readonly double _start;

    /// <param name="photo">The axis of the view's window.</param>
    /// <param name="length">The length of the photo, in its own pixels.</param>
    /// <param name="range">The coordinates that are asked for.</param>
    /// <param name="pitch">The distance from one position to the next.</param>
    /// <param name="anchor">A coordinate halfway between two positions: of a picture that is moved but not turned, this keeps the pixels.</param>
    public MirroredGrid(ResampleAxis photo, int length, (double Low, double High) range, double pitch, double anchor)
    {
        (_low, _high, _pitch) = (-photo.Start / photo.Scale, (length - photo.Start) / photo.Scale, pitch);
        (double low, double high) = Seen(range);
        double first = Math.Ceiling(((low - anchor) / pitch) - 0.5), last = Math.Floor(((high - anchor) / pitch) - 0.5);
        // One on either side, to interpolate with, as far as there is photo.
        first = Math.Max(first - 1, Math.Ceiling(((_low - anchor) / pitch) - 0.5));
        last = Math.Min(last + 1, Math.Floor(((_high - anchor) / pitch) - 0.5));
        _start = anchor + (first * pitch);
        Count = (int)Math.Max(1, last - first + 1);
        Axis = new ResampleAxis(photo.Start + (_start * photo.Scale), pitch * photo.Scale, Count);
    }

    /// <summary>The number of positions.</summary>
    public int Count { get; }

    /// <summary>The positions in the photo.</summary>
    public ResampleAxis Axis { get; }

    /// <summary>Between which positions a coordinate is, counted from the first one.</summary>
    public double Find(double coordinate) => Math.Clamp(((Fold(coordinate) - _start) / _pitch) - 0.5, 0, Count - 1);

    private double Fold(double coordinate)
    {
        if (coordinate >= _low && coordinate <= _high)
            return coordinate;
        double length = _high - _low, distance = Math.Abs(coordinate - _low) % (2 * length);
        return _low + Math.Min(distance, (2 * length) - distance);
    }

    // Of what lies beyond an edge, the mirror image is seen.
    private (double Low, double High) Seen((double Low, double High) range)
    {
        double low = Math.Min(range.Low, (2 * _high) - range.High), high = Math.Max(range.High, (2 * _low) - range.Low);
        return (Math.Max(_low, low), Math.Min(_high, high));
    }
}
