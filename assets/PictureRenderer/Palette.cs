using SkiaSharp;

namespace PictureRenderer;

/// <summary>The colours that everything is painted with: every class and every backdrop draws from the same ones.</summary>
internal static class Palette
{
    private static readonly SKColor[] Colours =
    [
        .. new[]
        {
            "D9483B", "E8813A", "F0B93E", "F4DFA6", "9DB84E", "4F8F5B", "2F6B63",
            "57B3B0", "7DB9E0", "3F74B5", "2E4372", "7A5AA6", "C77BB0", "EFA9A4",
            "8A5A3C", "C9A27A", "F3EEE4", "8C939C", "3B3F47",
        }.Select(SKColor.Parse),
    ];

    public static SKColor Any(Dice dice) => dice.Pick(Colours);

    /// <summary>A colour unlike the given ones; after a dozen throws the last one stands, so a few objects blend in.</summary>
    public static SKColor Unlike(Dice dice, params ReadOnlySpan<SKColor> others)
    {
        SKColor colour = Any(dice);
        for (int i = 0; i < 12 && Clashes(colour, others); i++)
            colour = Any(dice);
        return colour;
    }

    /// <summary>A muted colour for a backdrop, so that an object of the full colour stands out.</summary>
    public static SKColor Muted(Dice dice) => Any(dice).Mixed(dice.Chance(.7f) ? Pale : Deep, dice.Between(.2f, .65f));

    public static SKColor Pale { get; } = SKColor.Parse("F6F1E7");

    public static SKColor Deep { get; } = SKColor.Parse("2A2D36");

    public static SKColor Mixed(this SKColor colour, SKColor other, float share) => new(
        Mix(colour.Red, other.Red, share),
        Mix(colour.Green, other.Green, share),
        Mix(colour.Blue, other.Blue, share),
        colour.Alpha);

    public static SKColor Lit(this SKColor colour, float share) => colour.Mixed(SKColor.Parse("FFFDF4"), share);

    public static SKColor Shaded(this SKColor colour, float share) => colour.Mixed(SKColor.Parse("1B1830"), share);

    /// <summary>The same colour, letting the given share of itself (0..1) be seen.</summary>
    public static SKColor Sheer(this SKColor colour, float share) => colour.WithAlpha((byte)(255 * share));

    private static bool Clashes(SKColor colour, ReadOnlySpan<SKColor> others)
    {
        foreach (SKColor other in others)
        {
            int red = colour.Red - other.Red, green = colour.Green - other.Green, blue = colour.Blue - other.Blue;
            if (Math.Abs(red) + Math.Abs(green) + Math.Abs(blue) < 130)
                return true;
        }
        return false;
    }

    private static byte Mix(byte a, byte b, float share) => (byte)MathF.Round(a + (b - a) * share);
}
