using SkiaSharp;

namespace PictureRenderer;

/// <summary>The colours that everything is painted with: every class and every backdrop draws from the same ones.</summary>
internal static class Palette
{
    private static readonly SKColor[] Colours =
    [
        SKColor.Parse("D9483B"), SKColor.Parse("E8813A"), SKColor.Parse("F0B93E"), SKColor.Parse("F4DFA6"), SKColor.Parse("9DB84E"),
        SKColor.Parse("4F8F5B"), SKColor.Parse("2F6B63"), SKColor.Parse("57B3B0"), SKColor.Parse("7DB9E0"), SKColor.Parse("3F74B5"),
        SKColor.Parse("2E4372"), SKColor.Parse("7A5AA6"), SKColor.Parse("C77BB0"), SKColor.Parse("EFA9A4"), SKColor.Parse("8A5A3C"),
        SKColor.Parse("C9A27A"), SKColor.Parse("F3EEE4"), SKColor.Parse("8C939C"), SKColor.Parse("3B3F47"),
    ];

    public static SKColor Any(Dice dice) => dice.Pick(Colours);

    /// <summary>A colour that can be told from the given ones; after a dozen throws the last is taken, so some objects blend in.</summary>
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
        Mix(colour.Red, other.Red, share), Mix(colour.Green, other.Green, share), Mix(colour.Blue, other.Blue, share), colour.Alpha);

    public static SKColor Lit(this SKColor colour, float share) => colour.Mixed(SKColor.Parse("FFFDF4"), share);

    public static SKColor Shaded(this SKColor colour, float share) => colour.Mixed(SKColor.Parse("1B1830"), share);

    /// <summary>The same colour, letting the given share of itself (0..1) be seen.</summary>
    public static SKColor Sheer(this SKColor colour, float share) => colour.WithAlpha((byte)(255 * share));

    private static bool Clashes(SKColor colour, ReadOnlySpan<SKColor> others)
    {
        foreach (SKColor other in others)
        {
            int distance = Math.Abs(colour.Red - other.Red) + Math.Abs(colour.Green - other.Green) + Math.Abs(colour.Blue - other.Blue);
            if (distance < 130)
                return true;
        }
        return false;
    }

    private static byte Mix(byte a, byte b, float share) => (byte)MathF.Round(a + (b - a) * share);
}
