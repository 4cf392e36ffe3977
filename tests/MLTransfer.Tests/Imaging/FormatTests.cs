using System.Buffers.Binary;
using Microsoft.ML.Data;
using MLTransfer.Data;
using MLTransfer.Imaging;
using SkiaSharp;

namespace MLTransfer.Tests.Imaging;

public class FormatTests
{
    private const int Side = 24;
    private static readonly ResizePolicy AsIs = TestPicture.AsIs(Side);

    private static void AssertPixel(Rgb expected, float[] floats, int x, int y, int side, double tolerance = 0.01)
    {
        int plane = side * side, i = (y * side) + x;
        Assert.Equal(expected.R, floats[i], tolerance);
        Assert.Equal(expected.G, floats[plane + i], tolerance);
        Assert.Equal(expected.B, floats[(2 * plane) + i], tolerance);
    }

    [Fact]
    public void Jpeg()
    {
        TestPicture picture = TestPicture.Smooth(Side, Side);
        Assert.InRange(TestPicture.MeanDifference(picture.Planes(), TestPicture.Run(picture.Encode(SKEncodedImageFormat.Jpeg, 100), AsIs)), 0, 3);
    }

    [Fact]
    public void Progressive_jpeg() => Assert.Equal(
        TestPicture.Run(TestPicture.Decode(HandmadeImages.ProgressiveJpeg).AsPixels(), TestPicture.AsIs(48)),
        TestPicture.Run(HandmadeImages.ProgressiveJpeg, TestPicture.AsIs(48)));

    [Fact]
    public void Cmyk_jpeg_as_Adobe_inverts_it()
    {
        float[] floats = TestPicture.Run(HandmadeImages.CmykJpeg, TestPicture.AsIs(16));
        AssertPixel(new Rgb(204, 41, 0), floats, 0, 0, 16, 2);
        AssertPixel(new Rgb(204, 41, 0), floats, 15, 15, 16, 2);
    }

    [Fact]
    public void Grey_jpeg()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(Side, Side, SKColorType.Gray8));
        bitmap.Erase(new SKColor(77, 77, 77));
        using SKData jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95);
        AssertPixel(new Rgb(77, 77, 77), TestPicture.Run(jpeg.ToArray(), AsIs), 5, 6, Side, 1);
    }

    [Fact]
    public void Bmp()
    {
        TestPicture picture = TestPicture.Noise(Side, Side, 4);
        TestPicture.AssertClose(picture.Planes(), TestPicture.Run(HandmadeImages.Bmp(picture), AsIs), 1e-3);
    }

    [Fact]
    public void Lossy_webp()
    {
        TestPicture picture = TestPicture.Smooth(Side, Side);
        Assert.InRange(TestPicture.MeanDifference(picture.Planes(), TestPicture.Run(picture.Encode(SKEncodedImageFormat.Webp, 90), AsIs)), 0, 5);
    }

    [Fact]
    public void First_frame_of_a_gif()
    {
        Rgb[] palette = [new(255, 0, 0), new(0, 255, 0), new(0, 0, 255), new(9, 9, 9)];
        float[] floats = TestPicture.Run(HandmadeImages.AnimatedGif, TestPicture.AsIs(12));
        for (int y = 0; y < 12; y++)
            for (int x = 0; x < 12; x++)
                AssertPixel(palette[((x + 4) * (y + 1)) % 4], floats, x, y, 12);
    }

    [Fact]
    public void Palette_png_with_transparency()
    {
        byte[] rows = [0, 0, 1, 0, 1, 0];
        byte[] png = HandmadeImages.Png(2, 2, 8, 3, rows, ("PLTE", [200, 100, 50, 10, 20, 30]), ("tRNS", [255, 0]));
        float[] floats = TestPicture.Run(png, TestPicture.AsIs(2), new Rgb(1, 2, 3));
        AssertPixel(new Rgb(200, 100, 50), floats, 0, 0, 2);
        AssertPixel(new Rgb(1, 2, 3), floats, 1, 0, 2);
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(0, 1)]
    public void Png_of_16_bits(byte colourType, int channels)
    {
        byte[] rows = new byte[2 * (1 + (2 * 2 * channels))];
        for (int i = 0; i < 4 * channels; i++)
            BinaryPrimitives.WriteUInt16BigEndian(rows.AsSpan(1 + (i / (2 * channels)) + (2 * i)), (ushort)(257 * (20 + (10 * i))));
        float[] floats = TestPicture.Run(HandmadeImages.Png(2, 2, 16, colourType, rows), TestPicture.AsIs(2));
        AssertPixel(channels == 3 ? new Rgb(20, 30, 40) : new Rgb(20, 20, 20), floats, 0, 0, 2, 1);
        AssertPixel(channels == 3 ? new Rgb(110, 120, 130) : new Rgb(50, 50, 50), floats, 1, 1, 2, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Grey_png_of_few_bits(byte depth)
    {
        byte[] rows = [0, 0b1111_1000, 0, 0b0000_1111]; // two pixels of 4 bits, or the first two of 1 bit
        float[] floats = TestPicture.Run(HandmadeImages.Png(2, 2, depth, 0, rows), TestPicture.AsIs(2));
        Assert.Equal(255, floats[0], 0.01);
        Assert.Equal(depth == 1 ? 255 : 136, floats[1], 0.01);
        Assert.Equal(0, floats[2], 0.01);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Alpha_is_blended_over_the_background(SKEncodedImageFormat format)
    {
        byte[] encoded = TestPicture.Solid(Side, Side, new Rgb(200, 100, 0), alpha: 51).Encode(format, 100); // a fifth
        double tolerance = format == SKEncodedImageFormat.Png ? 0.6 : 3;
        AssertPixel(new Rgb(244, 224, 204), TestPicture.Run(encoded, AsIs, Rgb.White), 3, 3, Side, tolerance);
        AssertPixel(new Rgb(40, 20, 0), TestPicture.Run(encoded, AsIs, Rgb.Black), 3, 3, Side, tolerance);
    }

    [Fact]
    public void Transparent_gif()
    {
        foreach (Rgb background in new[] { Rgb.White, Rgb.Black, new Rgb(7, 8, 9) })
        {
            // Three columns: the centre two of the resized width of 3 begin at round(0.5) = 0.
            float[] floats = TestPicture.Run(HandmadeImages.TransparentGif, TestPicture.AsIs(2), background);
            AssertPixel(new Rgb(255, 0, 0), floats, 0, 0, 2);
            AssertPixel(new Rgb(0, 255, 0), floats, 1, 0, 2);
            AssertPixel(background, floats, 0, 1, 2);
        }
    }

    [Fact]
    public void Colours_under_transparent_pixels_do_not_bleed()
    {
        TestPicture picture = TestPicture.Draw(64, 64, (x, _) => x % 2 == 0 ? (255, 0, 0, 0) : (0, 0, 0, 255));
        float[] floats = TestPicture.Run(picture.Encode(SKEncodedImageFormat.Png), TestPicture.AsIs(16), Rgb.Black);
        Assert.All(floats, v => Assert.Equal(0, v));
    }

    [Fact]
    public void MLImage_and_file_agree_on_alpha()
    {
        byte[] png = TestPicture.Noise(Side, Side, 8, alpha: true).Encode(SKEncodedImageFormat.Png);
        using var stream = new MemoryStream(png);
        using var image = MLImage.CreateFromStream(stream);
        var source = new PixelImageSource([.. image.Pixels], image.Width, image.Height, image.PixelFormat, "MLImage");
        TestPicture.AssertClose(
            TestPicture.Run(png, AsIs), TestPicture.Run(ImageContent.Read(source, ImageLimits.Default), AsIs), 1);
    }
}
