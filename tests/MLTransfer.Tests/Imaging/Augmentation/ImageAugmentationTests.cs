using System.Globalization;

namespace MLTransfer.Tests.Imaging.Augmentation;

public class ImageAugmentationTests
{
    private static readonly ImageAugmentation None = ImageAugmentation.None;

    /// <summary>Augmentations that differ from each other in one parameter at least.</summary>
    private static readonly ImageAugmentation[] Different =
    [
        None,
        None.FlipHorizontally(), None.FlipHorizontally(.4f),
        None.FlipVertically(), None.FlipVertically(.4f),
        None.RandomResizedCrop(), None.RandomResizedCrop(.5f), None.RandomResizedCrop(.35f, .9f), None.RandomResizedCrop(.35f, 1, 1.5f),
        None.RandomResizedCrop(1, 1, 1),
        None.Rotate(10), None.Rotate(11),
        None.Shift(.1f), None.Shift(.2f),
        None.Zoom(.1f), None.Zoom(.2f),
        None.Shear(10), None.Shear(11),
        None.Brightness(.1f), None.Brightness(.2f), None.Contrast(.1f), None.Contrast(.2f),
        None.Saturation(.1f), None.Saturation(.2f), None.Hue(.1f), None.Hue(.2f), None.ColorJitter(.1f), None.ColorJitter(.2f),
        None.Grayscale(), None.Grayscale(.5f),
        None.Blur(), None.Blur(3), None.Blur(2, .4f),
        None.Erase(), None.Erase(.4f), None.Erase(.5f, .03f), None.Erase(.5f, .02f, .3f),
        ImageAugmentation.Default,
        None.Hue(.10000001f),
    ];

    [Fact]
    public void Every_parameter_is_part_of_the_identity()
    {
        Assert.Equal(Different.Length, Different.Select(a => a.Identity).Distinct().Count());
        Assert.Equal(Different.Length, Different.Distinct().Count());
    }

    [Fact]
    public void Equal_augmentations_have_equal_identities_whatever_the_order_of_the_calls()
    {
        ImageAugmentation a = None.FlipHorizontally().RandomResizedCrop(.6f).ColorJitter(.2f);
        ImageAugmentation b = None.Hue(.4f).ColorJitter(.2f).RandomResizedCrop(.6f).FlipHorizontally(.1f).FlipHorizontally();
        Assert.Equal(a, b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.Equal(a.Identity, b.Identity);
        Assert.False(a.Equals(None));
        Assert.False(a.Equals((object?)null));
    }

    [Fact]
    public void Nothing_done_is_no_augmentation()
    {
        ImageAugmentation nothing = None.FlipHorizontally(0).FlipVertically(-0f).Rotate(0).Shift(0).Zoom(0).Shear(0).ColorJitter(0)
            .Grayscale(0).Blur(2, 0).Erase(0);
        Assert.Equal(None, nothing);
        Assert.Equal(None.Identity, nothing.Identity);
    }

    [Fact]
    public void A_call_leaves_the_augmentation_it_is_made_on_as_it_is()
    {
        string before = ImageAugmentation.Default.Identity;
        Assert.NotEqual(before, ImageAugmentation.Default.Rotate(5).Identity);
        Assert.Equal(before, ImageAugmentation.Default.Identity);
    }

    [Fact]
    public void The_text_is_the_calls_in_every_culture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        german.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            CultureInfo.CurrentCulture = german;
            Func<ImageAugmentation, ImageAugmentation> configure = a => a.FlipHorizontally().RandomResizedCrop(.6f).ColorJitter(.2f);
            Assert.Equal(
                "FlipHorizontally(0.5).RandomResizedCrop(0.6, 1, 1.3333334).Brightness(0.2).Contrast(0.2).Saturation(0.2).Hue(0.05)",
                configure(None).ToString());
            Assert.Equal("None", None.ToString());
            Assert.EndsWith("|Blur(2.5, 0.5).Erase(0.5, 0.02, 0.33)", None.Blur(2.5f).Erase().Identity, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void The_default_is_what_its_documentation_says() =>
        Assert.Equal(None.FlipHorizontally().RandomResizedCrop().ColorJitter(.2f), ImageAugmentation.Default);

    [Fact]
    public void A_probability_is_a_probability()
    {
        AssertRange("probability", 0, 1, v => None.FlipHorizontally(v));
        AssertRange("probability", 0, 1, v => None.FlipVertically(v));
        AssertRange("probability", 0, 1, v => None.Grayscale(v));
        AssertRange("probability", 0, 1, v => None.Blur(2, v));
        AssertRange("probability", 0, 1, v => None.Erase(v));
    }

    [Fact]
    public void Values_out_of_range_are_refused_with_the_range()
    {
        AssertRange("minimumScale", .001f, 1, v => None.RandomResizedCrop(v));
        AssertRange("maximumScale", .35f, 1, v => None.RandomResizedCrop(.35f, v));
        AssertRange("maximumStretch", 1, 4, v => None.RandomResizedCrop(.35f, 1, v));
        AssertRange("degrees", 0, 180, v => None.Rotate(v));
        AssertRange("degrees", 0, 60, v => None.Shear(v));
        AssertRange("fraction", 0, 1, v => None.Shift(v));
        AssertRange("fraction", 0, .9f, v => None.Zoom(v));
        AssertRange("fraction", 0, 1, v => None.Brightness(v));
        AssertRange("fraction", 0, 1, v => None.Contrast(v));
        AssertRange("fraction", 0, 1, v => None.Saturation(v));
        AssertRange("fraction", 0, .5f, v => None.Hue(v));
        AssertRange("strength", 0, 1, v => None.ColorJitter(v));
        AssertRange("maximumSigma", .1f, 50, v => None.Blur(v));
        AssertRange("minimumArea", 0, .33f, v => None.Erase(.5f, v), checkAbove: false);
        AssertRange("maximumArea", .1f, 1, v => None.Erase(.5f, .1f, v));
    }

    private static void AssertRange(string name, float least, float most, Func<float, ImageAugmentation> call, bool checkAbove = true)
    {
        _ = call(least);
        _ = call(most);
        float[] above = checkAbove ? [MathF.BitIncrement(most), float.PositiveInfinity] : [];
        float[] wrong = [MathF.BitDecrement(least), float.NaN, float.NegativeInfinity, .. above];
        foreach (float value in wrong)
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => call(value));
            Assert.Equal(name, error.ParamName);
            Assert.Contains("from", error.Message, StringComparison.Ordinal);
        }
    }
}
