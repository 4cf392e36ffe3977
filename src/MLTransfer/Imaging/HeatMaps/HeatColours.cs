namespace MLTransfer.Imaging.HeatMaps;

/// <summary>
/// Colours from dark violet by magenta and orange to light yellow. Lightness rises evenly, so they keep their order in grey and for whoever tells
/// colours apart badly.
/// </summary>
/// <remarks>
/// Straight lines between four colours in Oklab, a space of even perceived differences: Ottosson, "A perceptual color space for image processing",
/// 2020, https://bottosson.github.io/posts/oklab/, from which the matrices are.
/// </remarks>
internal static class HeatColours
{
    private const int Steps = 256;

    // Lightness, green to red, blue to yellow; a third of the way between each.
    private static readonly (double L, double A, double B)[] Corners =
        [(.35, .07, -.16), (.55, .2, -.04), (.75, .09, .12), (.95, -.04, .16)];

    private static readonly Rgb[] Table = [.. Enumerable.Range(0, Steps).Select(i => Compute(i / (Steps - 1.0)))];

    /// <summary>The colour of a number from 0 to 1; of one outside, that of the nearer end.</summary>
    public static Rgb Of(float value) => Table[(int)MathF.Round(Math.Clamp(value, 0, 1) * (Steps - 1))];

    private static Rgb Compute(double value)
    {
        double at = value * (Corners.Length - 1);
        int lower = Math.Min((int)at, Corners.Length - 2);
        double share = at - lower;
        var (from, to) = (Corners[lower], Corners[lower + 1]);
        return FromOklab(double.Lerp(from.L, to.L, share), double.Lerp(from.A, to.A, share), double.Lerp(from.B, to.B, share));
    }

    private static Rgb FromOklab(double lightness, double a, double b)
    {
        double l = Math.Pow(lightness + (.3963377774 * a) + (.2158037573 * b), 3);
        double m = Math.Pow(lightness - (.1055613458 * a) - (.0638541728 * b), 3);
        double s = Math.Pow(lightness - (.0894841775 * a) - (1.2914855480 * b), 3);
        return new Rgb(
            Channel((4.0767416621 * l) - (3.3077115913 * m) + (.2309699292 * s)),
            Channel((-1.2684380046 * l) + (2.6097574011 * m) - (.3413193965 * s)),
            Channel((-.0041960863 * l) - (.7034186147 * m) + (1.7076147010 * s)));
    }

    // The transfer function of sRGB, IEC 61966-2-1.
    private static byte Channel(double linear)
    {
        double value = linear <= .0031308 ? 12.92 * linear : (1.055 * Math.Pow(linear, 1 / 2.4)) - .055;
        return (byte)Math.Round(255 * Math.Clamp(value, 0, 1));
    }
}
