namespace MLTransfer.Imaging;

/// <summary>How a picture is moved within its frame, about the frame's centre.</summary>
/// <param name="Degrees">The turn, counterclockwise.</param>
/// <param name="ShearDegrees">The slant of vertical lines, to the left at their top where positive.</param>
/// <param name="Zoom">How many times as long the sides of the part that is seen become.</param>
/// <param name="ShiftX">To the right, in pixels of the frame.</param>
/// <param name="ShiftY">Down, in pixels of the frame.</param>
internal readonly record struct AffineMove(double Degrees, double ShearDegrees, double Zoom, double ShiftX, double ShiftY)
{
    /// <summary>No move at all.</summary>
    public static AffineMove None { get; } = new(0, 0, 1, 0, 0);

    /// <summary>Whether rows stay rows.</summary>
    public bool IsAxisAligned => Degrees == 0 && ShearDegrees == 0;

    public static AffineMove Draw(AugmentationSettings settings, ViewSeed seed, int width, int height)
    {
        ViewRandom shift = seed.For(Imaging.Draw.Shift);
        return new(
            seed.For(Imaging.Draw.Rotation).Around(settings.RotationDegrees),
            seed.For(Imaging.Draw.Shear).Around(settings.ShearDegrees),
            seed.For(Imaging.Draw.Zoom).Between(1 - settings.Zoom, 1 + settings.Zoom),
            shift.Around(settings.Shift) * width,
            shift.Around(settings.Shift) * height);
    }

    /// <summary>Where a pixel of the moved picture was before.</summary>
    public AffineMap ToMap(int width, int height)
    {
        (double sin, double cos) = IsAxisAligned ? (0, 1) : Math.SinCos(Degrees * Math.PI / 180);
        double tan = IsAxisAligned ? 0 : Math.Tan(ShearDegrees * Math.PI / 180);
        double xx = Zoom * cos, xy = Zoom * ((cos * tan) - sin), yx = Zoom * sin, yy = Zoom * ((sin * tan) + cos);
        double centreX = width / 2.0, centreY = height / 2.0;
        double fromX = centreX + ShiftX, fromY = centreY + ShiftY;
        return new(xx, xy, centreX - (xx * fromX) - (xy * fromY), yx, yy, centreY - (yx * fromX) - (yy * fromY));
    }
}

/// <summary>Takes (x, y) to <c>(XX x + XY y + X0, YX x + YY y + Y0)</c>.</summary>
internal readonly record struct AffineMap(double XX, double XY, double X0, double YX, double YY, double Y0)
{
    /// <summary>The range of the first coordinate over a frame.</summary>
    public (double Low, double High) RangeX(int width, int height) => Range(XX * width, XY * height, X0);

    /// <summary>The range of the second coordinate over a frame.</summary>
    public (double Low, double High) RangeY(int width, int height) => Range(YX * width, YY * height, Y0);

    private static (double Low, double High) Range(double a, double b, double start) =>
        (start + Math.Min(a, 0) + Math.Min(b, 0), start + Math.Max(a, 0) + Math.Max(b, 0));
}
