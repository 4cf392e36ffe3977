using MLTransfer.Imaging.HeatMaps;

namespace MLTransfer.Tests.Imaging.HeatMaps;

public class HeatColoursTests
{
    [Fact]
    public void Lightness_rises_in_even_steps()
    {
        double[] lightness = [.. Enumerable.Range(0, 11).Select(i => Lightness(HeatColours.Of(i / 10f)))];
        double[] steps = [.. lightness.Skip(1).Zip(lightness, (above, below) => above - below)];
        double even = (lightness[^1] - lightness[0]) / steps.Length;
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join(" ", lightness.Select(l => l.ToString("f1"))));
        Assert.All(steps, step => Assert.InRange(step, .6 * even, 1.4 * even));
        Assert.True(lightness[^1] - lightness[0] > 50);
    }

    [Fact]
    public void Values_beyond_the_ends_have_the_colours_of_the_ends()
    {
        Assert.Equal(HeatColours.Of(0), HeatColours.Of(-3));
        Assert.Equal(HeatColours.Of(1), HeatColours.Of(3));
    }

    /// <summary>CIE L*, from another definition of lightness than the colours were made by.</summary>
    private static double Lightness(Rgb colour)
    {
        double y = (.2126 * Linear(colour.R)) + (.7152 * Linear(colour.G)) + (.0722 * Linear(colour.B));
        return y > .008856 ? (116 * Math.Cbrt(y)) - 16 : 903.3 * y;

        static double Linear(byte channel)
            => channel / 255.0 is var c && c <= .04045 ? c / 12.92 : Math.Pow((c + .055) / 1.055, 2.4);
    }
}
