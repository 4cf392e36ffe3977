using System.Buffers.Binary;
using MLTransfer.Data;
using MLTransfer.Imaging;
using SkiaSharp;

namespace MLTransfer.Tests.Imaging;

public class BadContentTests
{
    private static BadImage Fault(byte[] bytes) =>
        Assert.Throws<BadImageException>(() => TestPicture.Run(bytes, ResizePolicy.Default)).Image;

    public static TheoryData<string, string> Foreign { get; } = new()
    {
        { "<!DOCTYPE html><html><body>404</body></html>", "HTML" },
        { "\n\n  <HTML><head></head>", "HTML" },
        { "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>", "SVG" },
        { "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", "XML" },
        { "{\"error\": \"not found\"}", "JSON" },
        { "version https://git-lfs.github.com/spec/v1\noid sha256:00", "git lfs pull" },
        { "BMW is not a bitmap but a car", "text" },
        { "GIF", "text" },
        { "%PDF-1.7\n", "PDF" },
        { "PK\u0003\u0004\u0014\0", "zip" },
        { "\0\0\0\u0018ftypheic\0\0\0\0", "HEIC image: convert it" },
        { "\0\0\0\u0018ftypavif\0\0\0\0", "AVIF image: convert it" },
        { "\0\0\0\u0018ftypisom\0\0\0\0", "video" },
        { "II*\0\u0008\0\0\0", "TIFF" },
        { "MM\0*\0\0\0\u0008", "TIFF" },
        { "\0\0\u0001\0\u0001\0\u0010\u0010", "ICO" },
        { "8BPS\0\u0001", "Photoshop" },
        { "\0\0\0\0\0\0\0\0", "zeros" },
        { "\u0007\u0001\u0002", "070102" },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Says_what_other_content_looks_like(string content, string expected)
    {
        BadImage fault = Fault(System.Text.Encoding.Latin1.GetBytes(content));
        Assert.Equal(BadImageKind.NotAnImage, fault.Kind);
        Assert.Contains(expected, fault.Reason);
        Assert.Equal("memory", fault.Path);
    }

    [Fact]
    public void Believes_the_content_and_not_the_name()
    {
        using var folder = new TemporaryFolder();
        TestPicture picture = TestPicture.Noise(8, 8, 1);
        File.WriteAllBytes(folder["png-named.jpg"], picture.Encode(SKEncodedImageFormat.Png));
        ImageContent content = ImageContent.Read(new FileImageSource(folder["png-named.jpg"]), ImageLimits.Default);
        TestPicture.AssertClose(picture.Planes(), TestPicture.Run(content, TestPicture.AsIs(8)), 1e-3);

        File.WriteAllText(folder["page.jpg"], "<html>");
        content = ImageContent.Read(new FileImageSource(folder["page.jpg"]), ImageLimits.Default);
        BadImage fault = Assert.Throws<BadImageException>(() => TestPicture.Run(content, TestPicture.AsIs(8))).Image;
        Assert.Equal(folder["page.jpg"], fault.Path);
    }

    [Theory]
    [InlineData(60_000, 60_000, "MaxSide")]
    [InlineData(30_000, 30_000, "MaxPixels")]
    [InlineData(1, 1_000_000, "MaxSide")]
    public void Checks_the_claimed_size_before_it_allocates(int width, int height, string limit)
    {
        byte[] png = HandmadeImages.Png(width, height, 8, 6, new byte[100]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        BadImage fault = Fault(png);
        Assert.Equal(BadImageKind.TooLarge, fault.Kind);
        Assert.Contains(limit, fault.Reason);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Takes_an_image_at_the_limit_and_none_above()
    {
        byte[] png = TestPicture.Noise(20, 10, 1).Encode(SKEncodedImageFormat.Png);
        ImageContent content = ImageContent.Read(new EncodedImageSource(png, "memory"), ImageLimits.Default);
        float[] floats = new float[3 * 8 * 8];
        new PixelPipeline(TestPicture.AsIs(8), new() { MaxPixels = 200, MaxSide = 20 }, Rgb.White).Decode(content, floats);
        foreach (ImageLimits limits in new ImageLimits[] { new() { MaxPixels = 199 }, new() { MaxSide = 19 } })
            Assert.Throws<BadImageException>(() => new PixelPipeline(TestPicture.AsIs(8), limits, Rgb.White).Decode(content, floats));
    }

    [Fact]
    public void A_gif_whose_frame_is_larger_than_its_screen_does_no_harm()
    {
        byte[] gif = [.. HandmadeImages.AnimatedGif];
        int frame = Array.IndexOf(gif, (byte)0x2C);
        BinaryPrimitives.WriteUInt16LittleEndian(gif.AsSpan(6), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(gif.AsSpan(8), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(gif.AsSpan(frame + 5), 60_000);
        BinaryPrimitives.WriteUInt16LittleEndian(gif.AsSpan(frame + 7), 60_000);
        Assert.Throws<BadImageException>(() => TestPicture.Run(gif, ResizePolicy.Default));
    }

    [Fact]
    public void A_png_with_a_wrong_checksum_is_corrupt()
    {
        byte[] png = TestPicture.Noise(30, 30, 1).Encode(SKEncodedImageFormat.Png);
        png[^16] ^= 1; // in the checksum of the last IDAT
        byte[] header = [.. png];
        header[20] ^= 1; // in the height
        Assert.Equal(BadImageKind.Corrupt, Fault(header).Kind);
        Assert.Equal(BadImageKind.Corrupt, Fault(png).Kind);
    }
}
