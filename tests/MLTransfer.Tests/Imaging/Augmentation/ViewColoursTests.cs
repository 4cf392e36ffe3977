using MLTransfer.Imaging;
using SkiaSharp;

namespace MLTransfer.Tests.Imaging.Augmentation;

public class ViewColoursTests
{
    private const double Luma = (.299 * 200) + (.587 * 100) + (.114 * 50);

    /// <summary>A plane of one colour, of a length that no vector divides.</summary>
    private static float[] Solid(float r, float g, float b) =>
        [.. Enumerable.Repeat(r, 37), .. Enumerable.Repeat(g, 37), .. Enumerable.Repeat(b, 37)];

    private static void AssertSolid(double r, double g, double b, float[] planes, double tolerance = .01)
    {
        for (int i = 0; i < planes.Length; i++)
            Assert.Equal(i < 37 ? r : i < 74 ? g : b, planes[i], tolerance);
    }

    [Theory]
    [InlineData(1.2f, 240, 120, 60)]
    [InlineData(2f, 255, 200, 100)]
    [InlineData(0f, 0, 0, 0)]
    [InlineData(1f, 200, 100, 50)]
    public void Brightness_multiplies_and_clamps(float factor, double r, double g, double b)
    {
        float[] planes = Solid(200, 100, 50);
        ViewColours.Brighten(planes, factor);
        AssertSolid(r, g, b, planes);
    }

    [Fact]
    public void Contrast_multiplies_the_distance_from_the_mean_grey()
    {
        float[] planes = Solid(200, 100, 50);
        ViewColours.ScaleContrast(planes, .5f);
        AssertSolid((200 + Luma) / 2, (100 + Luma) / 2, (50 + Luma) / 2, planes);

        // Half black and half white: the mean is in the middle.
        float[] halves = [.. Enumerable.Range(0, 3).SelectMany(_ => Enumerable.Range(0, 10).Select(i => i < 5 ? 0f : 255f))];
        ViewColours.ScaleContrast(halves, .6f);
        Assert.All(halves, v => Assert.True(Math.Abs(v - 51) < .01 || Math.Abs(v - 204) < .01));
        ViewColours.ScaleContrast(halves, 10);
        Assert.All(halves, v => Assert.True(v is 0 or 255));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(.5f)]
    [InlineData(1f)]
    [InlineData(1.3f)]
    public void Saturation_multiplies_the_distance_from_the_own_grey(float factor)
    {
        float[] planes = Solid(200, 100, 50);
        ViewColours.Saturate(planes, factor);
        AssertSolid(Luma + (factor * (200 - Luma)), Luma + (factor * (100 - Luma)), Luma + (factor * (50 - Luma)), planes);
    }

    [Fact]
    public void A_third_of_a_turn_takes_red_to_green_to_blue_to_red()
    {
        float[] planes = Solid(255, 0, 0);
        ViewColours.TurnHue(planes, 1 / 3f);
        AssertSolid(0, 255, 0, planes);
        ViewColours.TurnHue(planes, 1 / 3f);
        AssertSolid(0, 0, 255, planes);
        ViewColours.TurnHue(planes, -2 / 3f);
        AssertSolid(255, 0, 0, planes);
        ViewColours.TurnHue(planes, .5f);
        AssertSolid(0, 255, 255, planes);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(.05f)]
    [InlineData(-.05f)]
    [InlineData(.5f)]
    [InlineData(-.31f)]
    public void The_hue_turns_as_in_the_HSV_of_another_library(float turn)
    {
        float[] pixels = TestPicture.Noise(17, 17, 9).Planes(), turned = [.. pixels];
        int plane = 17 * 17;
        ViewColours.TurnHue(turned, turn);
        for (int i = 0; i < plane; i++)
        {
            var colour = new SKColorF(pixels[i] / 255, pixels[plane + i] / 255, pixels[(2 * plane) + i] / 255);
            colour.ToHsv(out float hue, out float saturation, out float value);
            SKColorF expected = SKColorF.FromHsv((hue + (360 * turn) + 360) % 360, saturation, value);
            Assert.Equal(255 * expected.Red, turned[i], .05);
            Assert.Equal(255 * expected.Green, turned[plane + i], .05);
            Assert.Equal(255 * expected.Blue, turned[(2 * plane) + i], .05);
        }
    }

    [Fact]
    public void Grey_has_no_hue_to_be_turned()
    {
        float[] planes = Solid(90, 90, 90);
        ViewColours.TurnHue(planes, .3f);
        AssertSolid(90, 90, 90, planes, 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(1003)]
    public void The_mean_is_the_mean(int length) =>
        Assert.Equal((length - 1) / 2.0, ViewColours.Mean([.. Enumerable.Range(0, length).Select(i => (float)i)]), 1e-3);

    [Fact]
    public void Amounts_of_views_are_spread_over_their_range()
    {
        ImageContent content = Views.Png(TestPicture.Solid(8, 8, new Rgb(100, 100, 100)));
        ImageAugmentation augmentation = ImageAugmentation.None.Brightness(.3f);
        double[] factors = [.. Enumerable.Range(1, 500).Select(n => Views.Of(content, augmentation, TestPicture.AsIs(2), n)[0] / 100.0)];
        Assert.InRange(factors.Min(), .7, .72);
        Assert.InRange(factors.Max(), 1.28, 1.3001);
        Assert.InRange(factors.Average(), .97, 1.03);
    }

    [Fact]
    public void The_order_of_the_changes_is_drawn()
    {
        // Clamped at white in between or not: the result tells which came first.
        ImageContent content = Views.Png(TestPicture.Noise(8, 8, 1));
        ImageAugmentation both = ImageAugmentation.None.Brightness(.9f).Contrast(.9f);
        int brightnessFirst = 0, contrastFirst = 0;
        for (int number = 1; number <= 60; number++)
        {
            float bright = Factor(number, Draw.Brightness), contrast = Factor(number, Draw.Contrast);
            float[] a = TestPicture.Run(content, TestPicture.AsIs(8)), b = [.. a], actual = Views.Of(content, both, TestPicture.AsIs(8), number);
            ViewColours.Brighten(a, bright);
            ViewColours.ScaleContrast(a, contrast);
            ViewColours.ScaleContrast(b, contrast);
            ViewColours.Brighten(b, bright);
            Assert.True(actual.SequenceEqual(a) || actual.SequenceEqual(b));
            brightnessFirst += actual.SequenceEqual(a) && !a.SequenceEqual(b) ? 1 : 0;
            contrastFirst += actual.SequenceEqual(b) && !a.SequenceEqual(b) ? 1 : 0;
        }

        Assert.InRange(brightnessFirst, 10, 50);
        Assert.InRange(contrastFirst, 10, 50);

        float Factor(int number, Draw draw) => 1 + (float)new ViewSeed(content.Hash, 0, number).For(draw).Around(.9f);
    }

    [Fact]
    public void Grey_views_are_luma_and_as_many_as_asked_for()
    {
        ImageContent content = Views.Png(TestPicture.Solid(8, 8, new Rgb(200, 100, 50)));
        int grey = 0;
        for (int number = 1; number <= 1000; number++)
        {
            float[] view = Views.Of(content, ImageAugmentation.None.Grayscale(.2f), TestPicture.AsIs(2), number);
            Assert.True(Math.Abs(view[0] - 200) < .01 || Math.Abs(view[0] - Luma) < .01);
            if (Math.Abs(view[0] - Luma) < .01)
                grey++;
            Assert.Equal(view[0] > 199 ? 50 : Luma, view[^1], .01);
        }

        Assert.InRange(grey, 150, 250);
    }
}
