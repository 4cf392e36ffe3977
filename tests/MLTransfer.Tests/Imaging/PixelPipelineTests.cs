using Microsoft.ML.Data;
using MLTransfer.Data;
using MLTransfer.Imaging;
using SkiaSharp;

namespace MLTransfer.Tests.Imaging;

public class PixelPipelineTests
{
    [Fact]
    public void Checks_the_policy_when_it_is_made()
    {
        var fault = Assert.Throws<ArgumentException>(() => new PixelPipeline(new ResizePolicy { ShortSide = 200 }));
        Assert.Contains("ShortSide must be at least", fault.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PixelPipeline(new ResizePolicy { CropWidth = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PixelPipeline(new ResizePolicy { CropHeight = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PixelPipeline(new ResizePolicy { ShortSide = 0 }));
    }

    [Fact]
    public void Wants_room_for_exactly_one_image()
    {
        var pipeline = new PixelPipeline(TestPicture.AsIs(4));
        Assert.Throws<ArgumentException>(() => pipeline.Decode(TestPicture.Smooth(4, 4).AsPixels(), new float[47]));
    }

    [Fact]
    public void Writes_planes_of_red_green_and_blue()
    {
        TestPicture picture = TestPicture.Noise(32, 32, 1);
        TestPicture.AssertClose(picture.Planes(), TestPicture.Run(picture.Encode(SKEncodedImageFormat.Png), TestPicture.AsIs(32)), 1e-3);
        TestPicture.AssertClose(picture.Planes(), TestPicture.Run(picture.AsPixels(), TestPicture.AsIs(32)), 1e-3);
        byte[] bgra = [.. picture.Rgba.Chunk(4).SelectMany(p => new[] { p[2], p[1], p[0], p[3] })];
        ImageContent content = ImageContent.Read(new PixelImageSource(bgra, 32, 32, MLPixelFormat.Bgra32, "p"), ImageLimits.Default);
        TestPicture.AssertClose(picture.Planes(), TestPicture.Run(content, TestPicture.AsIs(32)), 1e-3);
    }

    [Theory]
    [InlineData(300, 200)]
    [InlineData(200, 300)]
    public void Cuts_the_centre_out(int width, int height)
    {
        // A red square of 100 in the centre of a black image fills the crop of 50 from a short side of 100.
        TestPicture picture = TestPicture.Draw(width, height, (x, y) =>
            (Math.Abs(x + 0.5 - (width / 2)) < 51 && Math.Abs(y + 0.5 - (height / 2)) < 51 ? 255 : 0, 0, 0, 255));
        float[] crop = TestPicture.Run(picture.Encode(SKEncodedImageFormat.Png), new() { ShortSide = 100, CropHeight = 50, CropWidth = 50 });
        Assert.All(crop[..2500], v => Assert.InRange(v, 254.9f, 255));
        Assert.All(crop[2500..], v => Assert.Equal(0, v));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 30_000)]
    [InlineData(30_000, 1)]
    public void Takes_any_shape_in_bounded_memory(int width, int height)
    {
        byte[] png = TestPicture.Solid(width, height, new Rgb(10, 20, 30)).Encode(SKEncodedImageFormat.Png);
        long before = GC.GetAllocatedBytesForCurrentThread();
        float[] floats = TestPicture.Run(png, ResizePolicy.Default);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
        Assert.Equal(10, floats[0], 1e-3);
        Assert.Equal(20, floats[224 * 224 * 3 / 2], 1e-3);
        Assert.Equal(30, floats[^1], 1e-3);
    }

    [Fact]
    public void Decodes_large_JPEGs_to_fewer_pixels_with_nearly_the_same_result()
    {
        byte[] jpeg = TestPicture.Smooth(1501, 1127).Encode(SKEncodedImageFormat.Jpeg, 95);
        ImageContent content = ImageContent.Read(new EncodedImageSource(jpeg, "memory"), ImageLimits.Default);
        using DecodedImage reduced = ImageDecoder.Decode("memory", content.Encoded, ImageLimits.Default, (_, _) => 256);
        Assert.Equal((376, 282), (reduced.Width, reduced.Height));
        Assert.Equal((1501, 1127), reduced.FullSize);

        float[] full = TestPicture.Run(TestPicture.Decode(jpeg).AsPixels(), ResizePolicy.Default);
        float[] actual = TestPicture.Run(content, ResizePolicy.Default);
        Assert.InRange(TestPicture.MeanDifference(full, actual), 0, 0.35);
        TestPicture.AssertClose(full, actual, 3);
    }

    [Fact]
    public void Gives_the_same_from_many_threads_and_after_other_images()
    {
        var pipeline = new PixelPipeline(TestPicture.AsIs(64));
        ImageContent[] contents = [.. Enumerable.Range(0, 12).Select(i => ImageContent.Read(new EncodedImageSource(
            TestPicture.Noise(64 + i, 70, i, alpha: i % 2 == 0).Encode(i % 3 == 0 ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png), $"{i}"),
            ImageLimits.Default))];
        float[][] alone = [.. contents.Select(c => TestPicture.Run(c, TestPicture.AsIs(64)))];
        Parallel.For(0, 200, i =>
        {
            float[] floats = new float[pipeline.Length];
            pipeline.Decode(contents[i % 12], floats);
            Assert.True(floats.AsSpan().SequenceEqual(alone[i % 12]));
        });
    }

    [Fact]
    public void Allocates_no_image_once_it_is_warm()
    {
        var pipeline = new PixelPipeline(ResizePolicy.Default);
        ImageContent content = ImageContent.Read(
            new EncodedImageSource(TestPicture.Smooth(500, 375).Encode(SKEncodedImageFormat.Jpeg), "memory"), ImageLimits.Default);
        float[] floats = new float[pipeline.Length];
        for (int i = 0; i < 5; i++)
            pipeline.Decode(content, floats);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
            pipeline.Decode(content, floats);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 20, 0, 4096);
    }

    [Fact]
    public void Real_photos_are_close_to_a_full_decode()
    {
        string folder = SharedFolder.Require("data/hymenoptera/val");
        foreach (string path in Directory.EnumerateFiles(folder, "*.jpg", SearchOption.AllDirectories).Order().Take(12))
        {
            byte[] jpeg = File.ReadAllBytes(path);
            float[] full = TestPicture.Run(TestPicture.Decode(jpeg).AsPixels(), ResizePolicy.Default);
            Assert.InRange(TestPicture.MeanDifference(full, TestPicture.Run(jpeg, ResizePolicy.Default)), 0, 3);
        }
    }
}
