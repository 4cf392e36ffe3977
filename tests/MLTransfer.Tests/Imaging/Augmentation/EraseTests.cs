using MLTransfer.Imaging;

namespace MLTransfer.Tests.Imaging.Augmentation;

public class EraseTests
{
    private const int Side = 40;

    private static readonly ImageContent Photo = Views.Png(TestPicture.Smooth(Side, Side));
    private static readonly float[] Plain = TestPicture.Run(Photo, TestPicture.AsIs(Side));

    [Fact]
    public void A_rectangle_of_the_mean_colour_within_the_ranges_is_all_that_changes()
    {
        var shares = new List<double>();
        for (int number = 1; number <= 80; number++)
        {
            float[] view = Views.Of(Photo, ImageAugmentation.None.Erase(1, .05f, .2f), TestPicture.AsIs(Side), number);
            (int left, int top, int right, int bottom) = Bounds(view);
            int width = right - left + 1, height = bottom - top + 1;
            shares.Add((double)width * height / (Side * Side));
            Assert.InRange((double)width / height, 1 / 4.0, 4); // whole pixels are not exactly 3.3
            for (int channel = 0; channel < 3; channel++)
            {
                double mean = Plain.Skip(channel * Side * Side).Take(Side * Side).Average();
                for (int y = top; y <= bottom; y++)
                    for (int x = left; x <= right; x++)
                        Assert.Equal(mean, view[(channel * Side * Side) + (y * Side) + x], .01);
            }
        }

        Assert.InRange(shares.Min(), .04, .09);
        Assert.InRange(shares.Max(), .16, .22);
    }

    [Fact]
    public void It_happens_as_often_as_asked_for()
    {
        int erased = Enumerable.Range(1, 300).Count(number =>
            !Views.Of(Photo, ImageAugmentation.None.Erase(.4f), TestPicture.AsIs(Side), number).AsSpan().SequenceEqual(Plain));
        Assert.InRange(erased, 90, 150);
    }

    [Fact]
    public void Nearly_the_whole_view_may_be_covered()
    {
        ImageAugmentation augmentation = ImageAugmentation.None.Erase(1, .9f, 1);
        Assert.Contains(Enumerable.Range(1, 20), number => Bounds(Views.Of(Photo, augmentation, TestPicture.AsIs(Side), number)).Right > 35);
    }

    // A pixel that had the mean colour before is not seen, but a smooth picture has few of them.
    private static (int Left, int Top, int Right, int Bottom) Bounds(float[] view)
    {
        int[] changed = [.. Enumerable.Range(0, view.Length).Where(i => view[i] != Plain[i]).Select(i => i % (Side * Side))];
        if (changed.Length == 0)
            return default;
        return (changed.Min(i => i % Side), changed.Min(i => i / Side), changed.Max(i => i % Side), changed.Max(i => i / Side));
    }
}
