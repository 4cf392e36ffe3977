using SkiaSharp;

namespace MLTransfer.Tests.Imaging;

public class OrientationTests
{
    // The EXIF standard: the stored row 0 is the upright (top, top, bottom, bottom, left, right, right, left) side,
    // the stored column 0 the upright (left, right, right, left, top, top, bottom, bottom) side, for 1 to 8.
    private static TestPicture Upright(TestPicture stored, int orientation)
    {
        int w = stored.Width, h = stored.Height;
        return orientation switch
        {
            2 => stored.Map(w, h, (x, y) => (w - 1 - x, y)),
            3 => stored.Map(w, h, (x, y) => (w - 1 - x, h - 1 - y)),
            4 => stored.Map(w, h, (x, y) => (x, h - 1 - y)),
            5 => stored.Map(h, w, (x, y) => (y, x)),
            6 => stored.Map(h, w, (x, y) => (y, h - 1 - x)),
            7 => stored.Map(h, w, (x, y) => (w - 1 - y, h - 1 - x)),
            8 => stored.Map(h, w, (x, y) => (w - 1 - y, x)),
            _ => stored,
        };
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    [InlineData(5), InlineData(6), InlineData(7), InlineData(8), InlineData(9)]
    public void Turns_the_image_upright(int orientation)
    {
        byte[] jpeg = TestPicture.Noise(40, 24, seed: 3).Encode(SKEncodedImageFormat.Jpeg);
        TestPicture upright = Upright(TestPicture.Decode(jpeg), orientation);
        var resize = new ResizePolicy { ShortSide = 23, CropHeight = 19, CropWidth = 22 };
        TestPicture.AssertClose(
            TestPicture.Run(upright.AsPixels(), resize), TestPicture.Run(HandmadeImages.WithOrientation(jpeg, orientation), resize), 1e-3);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    [InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void Turns_a_png_and_a_webp_upright_too(int orientation)
    {
        TestPicture picture = TestPicture.Noise(40, 24, seed: 4);
        byte[] png = picture.Encode(SKEncodedImageFormat.Png), webp = picture.Encode(SKEncodedImageFormat.Webp, 80);
        var resize = new ResizePolicy { ShortSide = 23, CropHeight = 19, CropWidth = 22 };
        float[] expected = TestPicture.Run(Upright(picture, orientation).AsPixels(), resize);
        foreach (bool bigEndian in new[] { true, false })
            TestPicture.AssertClose(expected, TestPicture.Run(HandmadeImages.PngWithOrientation(png, orientation, bigEndian), resize), 1e-3);
        TestPicture.AssertClose(
            TestPicture.Run(Upright(TestPicture.Decode(webp), orientation).AsPixels(), resize),
            TestPicture.Run(HandmadeImages.WebPWithOrientation(webp, 40, 24, orientation), resize), 1e-3);
    }

    // 406 x 243 is no multiple of 8, so the reduced image covers a fraction of a pixel more than the full one.
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    [InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void Turns_an_image_that_is_decoded_to_fewer_pixels(int orientation)
    {
        byte[] jpeg = TestPicture.Smooth(406, 243).Encode(SKEncodedImageFormat.Jpeg, 98);
        TestPicture upright = Upright(TestPicture.Decode(jpeg), orientation);
        var resize = new ResizePolicy { ShortSide = 55, CropHeight = 41, CropWidth = 50 };
        float[] expected = TestPicture.Run(upright.AsPixels(), resize);
        float[] actual = TestPicture.Run(HandmadeImages.WithOrientation(jpeg, orientation), resize);
        Assert.InRange(TestPicture.MeanDifference(expected, actual), 0, 0.35);
        TestPicture.AssertClose(expected, actual, 4);
    }
}
