using MLTransfer.Imaging;
using SkiaSharp;

namespace MLTransfer.Tests.Imaging.Augmentation;

public class ViewSamplerTests
{
    private static readonly ImageAugmentation Turned = ImageAugmentation.None.RandomResizedCrop(.5f).Rotate(45).Shear(20).Zoom(.5f).Shift(.3f);

    [Fact]
    public void Flips_mirror_the_picture()
    {
        TestPicture picture = TestPicture.Noise(9, 6, 1);
        foreach ((bool mirrorX, bool mirrorY) in new[] { (true, false), (false, true), (true, true), (false, false) })
        {
            TestPicture expected = picture.Map(9, 6, (x, y) => (mirrorX ? 8 - x : x, mirrorY ? 5 - y : y));
            float[] actual = Views.Sample(picture, new ViewGeometry(Views.Whole(picture), AffineMove.None, mirrorX, mirrorY));
            Assert.Equal(expected.Planes(), actual);
        }
    }

    [Fact]
    public void A_flip_of_the_flipped_picture_is_the_picture()
    {
        TestPicture picture = TestPicture.Smooth(64, 64), flipped = picture.Map(64, 64, (x, y) => (63 - x, y));
        ResizePolicy resize = TestPicture.AsIs(40);
        TestPicture.AssertClose(
            TestPicture.Run(picture.AsPixels(), resize), Views.Of(flipped.AsPixels(), ImageAugmentation.None.FlipHorizontally(1), resize), 1e-3);
    }

    [Theory]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(-90)]
    public void A_quarter_turn_moves_every_pixel_to_another(int degrees)
    {
        TestPicture picture = TestPicture.Noise(16, 16, 2);
        TestPicture expected = picture.Map(16, 16, (x, y) => degrees switch
        {
            90 => (15 - y, x), // counterclockwise: the right side is the top now
            180 => (15 - x, 15 - y),
            _ => (y, 15 - x),
        });
        TestPicture.AssertClose(expected.Planes(), Views.Sample(picture, Views.Moved(picture, AffineMove.None with { Degrees = degrees })), 1e-3);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(-2, 4)]
    [InlineData(0, -16)]
    [InlineData(20, 0)]
    public void A_shift_moves_by_pixels_and_mirrors_the_photo_at_its_edge(int right, int down)
    {
        TestPicture picture = TestPicture.Noise(16, 12, 3);
        TestPicture expected = picture.Map(16, 12, (x, y) => (Mirror(x - right, 16), Mirror(y - down, 12)));
        float[] actual = Views.Sample(picture, Views.Moved(picture, AffineMove.None with { ShiftX = right, ShiftY = down }));
        TestPicture.AssertClose(expected.Planes(), actual, 1e-3);

        static int Mirror(int i, int length)
        {
            while (i < 0 || i >= length)
                i = i < 0 ? -1 - i : (2 * length) - 1 - i;
            return i;
        }
    }

    [Fact]
    public void A_shift_within_the_photo_shows_what_lies_beside_the_crop()
    {
        TestPicture picture = TestPicture.Noise(40, 40, 4);
        var window = new ResampleWindow(new ResampleAxis(10, 1, 20), new ResampleAxis(10, 1, 20));
        TestPicture expected = picture.Map(20, 20, (x, y) => (x + 10 - 7, y + 10 + 9));
        TestPicture.AssertClose(
            expected.Planes(), Views.Sample(picture, new ViewGeometry(window, AffineMove.None with { ShiftX = 7, ShiftY = -9 }, false, false)), 1e-3);
    }

    // Red is twice x and green twice y of the photo, so a view tells where its pixels come from: to a tenth of a pixel, as far as the filter goes.
    [Theory]
    [InlineData(0, 0, .5, 0, 0)]
    [InlineData(0, 0, 1.5, 3, -2)]
    [InlineData(17, 0, 1, 0, 0)]
    [InlineData(-130, 0, .7, 4, 1)]
    [InlineData(0, 25, 1, 0, 0)]
    [InlineData(30, -12, 0.9, -3.3, 5.1)]
    public void A_move_samples_where_it_should(double degrees, double shear, double zoom, double shiftX, double shiftY)
    {
        TestPicture picture = TestPicture.Draw(120, 120, (x, y) => ((2 * x) + 1, (2 * y) + 1, 0, 255));
        const int side = 30;
        var window = new ResampleWindow(new ResampleAxis(30, 2, side), new ResampleAxis(36, 1.6, side));
        float[] actual = Views.Sample(picture, new ViewGeometry(window, new AffineMove(degrees, shear, zoom, shiftX, shiftY), false, false));
        double angle = degrees * Math.PI / 180, slant = Math.Tan(shear * Math.PI / 180);
        for (int y = 0; y < side; y++)
            for (int x = 0; x < side; x++)
            {
                // From the view's centre; mathematics turns counterclockwise with y upwards.
                double right = x + .5 - (side / 2.0) - shiftX, up = (side / 2.0) - (y + .5) + shiftY;
                right -= slant * up;
                (right, up) = ((right * Math.Cos(angle)) + (up * Math.Sin(angle)), (up * Math.Cos(angle)) - (right * Math.Sin(angle)));
                double photoX = 30 + (2 * ((side / 2.0) + (zoom * right))), photoY = 36 + (1.6 * ((side / 2.0) - (zoom * up)));
                Assert.Equal(2 * photoX, actual[(y * side) + x], .2);
                Assert.Equal(2 * photoY, actual[(side * side) + (y * side) + x], .2);
            }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(30, 1)]
    [InlineData(10, 1.5)]
    [InlineData(45, .7)]
    public void Fine_patterns_become_grey_and_do_not_alias(double degrees, double zoom)
    {
        TestPicture picture = TestPicture.Draw(240, 240, (x, y) => (255 * ((x + y) % 2), 255 * (x % 2), 255 * (y / 2 % 2), 255));
        var window = new ResampleWindow(new ResampleAxis(60, 4, 30), new ResampleAxis(60, 4, 30));
        float[] view = Views.Sample(picture, new ViewGeometry(window, new AffineMove(degrees, 0, zoom, .3, .2), false, false));
        Assert.All(view, v => Assert.InRange(v, 100, 155));
    }

    [Fact]
    public void A_solid_photo_stays_solid_however_it_is_moved()
    {
        ImageContent content = Views.Png(TestPicture.Solid(50, 40, new Rgb(200, 100, 50)));
        for (int number = 1; number <= 40; number++)
        {
            float[] view = Views.Of(content, Turned.Zoom(.9f).Shift(1).Shear(60), TestPicture.AsIs(16), number);
            for (int i = 0; i < view.Length; i++)
                Assert.Equal(i < 256 ? 200 : i < 512 ? 100 : 50, view[i], 1e-3);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1000)]
    [InlineData(1000, 2)]
    [InlineData(2, 1)]
    public void Tiny_and_very_long_photos_have_views(int width, int height)
    {
        ImageContent content = Views.Png(TestPicture.Noise(width, height, 5));
        ImageAugmentation[] augmentations =
            [Turned, ImageAugmentation.None.Zoom(.9f).Shift(1), ImageAugmentation.Default.Blur(50, 1).Erase(1)];
        foreach (ImageAugmentation augmentation in augmentations)
            foreach (ResizePolicy resize in new[] { TestPicture.AsIs(1), new ResizePolicy { ShortSide = 20, CropHeight = 11, CropWidth = 19 } })
                for (int number = 1; number <= 10; number++)
                    Assert.All(Views.Of(content, augmentation, resize, number), v => Assert.InRange(v, 0, 255));
    }

    [Fact]
    public void Transparent_pixels_show_the_background()
    {
        ImageContent content = Views.Png(TestPicture.Solid(30, 30, new Rgb(10, 20, 30), alpha: 0));
        Assert.All(Views.Of(content, Turned, TestPicture.AsIs(12)), v => Assert.Equal(255, v, 1e-3));
    }

    // Decoded by itself, so that the seed can be the same: the bytes of the two files differ.
    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(7)]
    public void A_photo_is_upright_before_it_is_augmented(int orientation)
    {
        byte[] jpeg = TestPicture.Smooth(120, 80).Encode(SKEncodedImageFormat.Jpeg, 95);
        ImageContent turned = Views.Encoded(HandmadeImages.WithOrientation(jpeg, orientation));
        TestPicture stored = TestPicture.Decode(jpeg);
        int w = stored.Width, h = stored.Height;
        TestPicture upright = orientation switch
        {
            3 => stored.Map(w, h, (x, y) => (w - 1 - x, h - 1 - y)),
            6 => stored.Map(h, w, (x, y) => (y, h - 1 - x)),
            _ => stored.Map(h, w, (x, y) => (w - 1 - y, h - 1 - x)),
        };
        ResizePolicy resize = TestPicture.AsIs(32);
        for (int number = 1; number <= 8; number++)
        {
            var view = new AugmentedView(Turned.FlipHorizontally().Settings, Views.Seed(number), resize);
            using DecodedImage image = ImageDecoder.Decode("memory", turned.Encoded, ImageLimits.Default, (_, _) => int.MaxValue);
            using DecodedImage reference = DecodedImage.Over(upright.Rgba, upright.Width, upright.Height, false, AlphaMeaning.None);
            float[] actual = new float[3 * 32 * 32], expected = new float[3 * 32 * 32];
            view.Render(image, Rgb.White, actual);
            view.Render(reference, Rgb.White, expected);
            TestPicture.AssertClose(expected, actual, 1e-2);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void A_small_crop_of_a_large_jpeg_is_sharp(int orientation)
    {
        // Stripes of 4 pixels: gone in the eighth of the size that would do for the whole photo, but not in a crop of 80 x 80 pixels.
        byte[] jpeg = TestPicture.Draw(800, 1200, (x, y) => (255 * (x / 4 % 2), 255 * (y / 4 % 2), 0, 255)).Encode(SKEncodedImageFormat.Jpeg, 95);
        ImageContent content = Views.Encoded(HandmadeImages.WithOrientation(jpeg, orientation));
        float[] view = Views.Of(content, ImageAugmentation.None.RandomResizedCrop(.01f, .01f, 1), TestPicture.AsIs(32));
        double mean = view.Take(1024).Average();
        Assert.InRange(Math.Sqrt(view.Take(1024).Average(v => (v - mean) * (v - mean))), 60, 128);
        Assert.InRange(TestPicture.Run(content, TestPicture.AsIs(32)).Take(1024).Max(), 100, 160);
    }
}
