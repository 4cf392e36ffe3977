using SkiaSharp;

namespace MLTransfer.Tests.Imaging;

public class TruncationTests
{
    public static TheoryData<string, byte[]> Images { get; } = new()
    {
        { "jpeg", TestPicture.Noise(60, 50, 1).Encode(SKEncodedImageFormat.Jpeg) },
        { "jpeg with EXIF", HandmadeImages.WithOrientation(TestPicture.Smooth(60, 50).Encode(SKEncodedImageFormat.Jpeg), 6) },
        { "png with EXIF", HandmadeImages.PngWithOrientation(TestPicture.Noise(20, 20, 1).Encode(SKEncodedImageFormat.Png), 8, false) },
        { "progressive jpeg", HandmadeImages.ProgressiveJpeg },
        { "cmyk jpeg", HandmadeImages.CmykJpeg },
        { "png", TestPicture.Noise(20, 30, 1).Encode(SKEncodedImageFormat.Png) },
        { "png with alpha", TestPicture.Noise(20, 20, 1, alpha: true).Encode(SKEncodedImageFormat.Png) },
        { "lossy webp", TestPicture.Noise(50, 50, 1).Encode(SKEncodedImageFormat.Webp, 60) },
        { "lossless webp", TestPicture.Noise(20, 20, 1).Encode(SKEncodedImageFormat.Webp, 100) },
        { "webp with alpha", TestPicture.Noise(30, 30, 1, alpha: true).Encode(SKEncodedImageFormat.Webp, 70) },
        { "gif", HandmadeImages.AnimatedGif },
        { "transparent gif", HandmadeImages.TransparentGif },
        { "bmp", HandmadeImages.Bmp(TestPicture.Noise(25, 20, 1)) },
    };

    // In a BMP zeros are black pixels.
    public static TheoryData<string, byte[]> CompressedImages { get; } = [.. Images.Where(row => row.Data.Item1 != "bmp")];

    private static readonly ResizePolicy Small = new() { ShortSide = 12, CropHeight = 11, CropWidth = 12 };

    [Theory]
    [MemberData(nameof(Images))]
    public void A_prefix_is_reported_or_has_every_pixel(string name, byte[] image)
    {
        float[] full = TestPicture.Run(image, Small);
        int step = Math.Max(1, image.Length / 600);
        for (int length = 1; length < image.Length; length += length > image.Length - 40 ? 1 : step)
            try
            {
                Assert.True(TestPicture.Run(image[..length], Small).AsSpan().SequenceEqual(full), $"{name} of {length} bytes gives other pixels");
            }
            catch (BadImageException e)
            {
                // A few bytes tell no format yet.
                BadImageKind expected = length < 18 && e.Image.Kind == BadImageKind.NotAnImage ? BadImageKind.NotAnImage : BadImageKind.Truncated;
                Assert.True(e.Image.Kind == expected, $"{name} of {length} bytes is {e.Image.Kind}");
            }
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void Half_an_image_is_reported(string name, byte[] image)
    {
        // Of the animated GIF, half is the whole first frame.
        byte[] half = image[..(image.Length / (name == "gif" ? 4 : 2))];
        BadImage fault = Assert.Throws<BadImageException>(() => TestPicture.Run(half, Small)).Image;
        Assert.Equal(BadImageKind.Truncated, fault.Kind);
        Assert.Contains("image ends before all its pixels", fault.Reason);
    }

    // What an interrupted download leaves where the disk space was reserved at its start.
    [Theory]
    [MemberData(nameof(CompressedImages))]
    public void An_image_whose_second_half_is_zeros_is_reported(string name, byte[] image)
    {
        byte[] bytes = [.. image];
        bytes.AsSpan(bytes.Length / (name == "gif" ? 4 : 2)).Clear();
        Assert.Throws<BadImageException>(() => TestPicture.Run(bytes, Small));
    }

    // The decoder by itself is content with these, and makes what is missing grey.
    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void A_jpeg_that_was_cut_and_given_an_end_is_reported(int orientation)
    {
        byte[] image = TestPicture.Noise(600, 400, 1).Encode(SKEncodedImageFormat.Jpeg, 70);
        image = orientation == 0 ? image : HandmadeImages.WithOrientation(image, orientation);
        for (int tenths = 1; tenths < 10; tenths++)
            foreach (ResizePolicy policy in new[] { Small, ResizePolicy.Default })
            {
                byte[] bytes = [.. image[..(image.Length * tenths / 10)], 0xFF, 0xD9];
                Assert.Equal(BadImageKind.Truncated, Assert.Throws<BadImageException>(() => TestPicture.Run(bytes, policy)).Image.Kind);
            }
    }

    [Fact]
    public void A_jpeg_that_is_really_grey_is_whole()
    {
        byte[] jpeg = TestPicture.Solid(50, 40, new Rgb(128, 128, 128)).Encode(SKEncodedImageFormat.Jpeg);
        Assert.All(TestPicture.Run(jpeg, Small), v => Assert.Equal(128, v, 0.01));
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void What_follows_the_end_does_not_matter(string name, byte[] image)
    {
        byte[] longer = [.. image, .. TestPicture.Noise(8, 8, name.Length).Rgba];
        Assert.Equal(TestPicture.Run(image, Small), TestPicture.Run(longer, Small));
    }
}
