using MLTransfer.Data;
using MLTransfer.Extraction;
using SkiaSharp;

namespace MLTransfer.Tests.Extraction;

/// <summary>Features that differ never share a cache, in one workspace.</summary>
public sealed class CacheKeyTests : IDisposable
{
    private readonly TinyExtraction _tiny = new();

    [Theory]
    [InlineData("cut")]
    [InlineData("another cut of the same length")]
    [InlineData("pooling")]
    [InlineData("weights")]
    [InlineData("mean")]
    [InlineData("channel order")]
    [InlineData("short side")]
    [InlineData("background")]
    public void Two_runs_that_differ_in_one_thing_do_not_share(string difference)
    {
        ImageSource[] photos = [.. Enumerable.Range(0, 10).Select(HalfTransparent)];
        ExtractionOptions options = _tiny.Options with { Cut = "block1" };
        ExtractionOptions otherOptions = difference switch
        {
            "cut" => options with { Cut = "block2" },
            "another cut of the same length" => options with { Cut = "conv1" },
            "pooling" => options with { Pooling = FeaturePooling.Max },
            "background" => options with { Background = Rgb.Black },
            _ => options,
        };
        BackboneOptions otherBackbone = difference switch
        {
            "mean" => Usual with { Preprocessing = Preprocessing.Keras with { Mean = [127.5f, 127.5f, 120] } },
            "channel order" => Usual with { Preprocessing = Preprocessing.Keras with { ChannelOrder = ChannelOrder.Bgr } },
            "short side" => Usual with { Resize = TinyNetwork.Resize with { ShortSide = 40 } },
            _ => Usual,
        };
        TinyNetwork.Backbone(_tiny.Folder, seed: 2);
        var other = Backbone.FromOnnx(_tiny.Folder[difference == "weights" ? "tiny-2.onnx" : "tiny-1.onnx"], otherBackbone);

        float[][] first = _tiny.Run(photos, options).Features();
        ExtractedImage[] second = _tiny.Run(photos, otherOptions, other);
        Assert.All(second, i => Assert.False(i.FromCache));
        float[][] right = _tiny.Run(photos, otherOptions with { Cache = false }, other).Features();
        for (int i = 0; i < photos.Length; i++)
        {
            Assert.NotEqual(first[i], second[i].Features);
            FeatureAssert.Close(right[i], second[i].Features);
        }

        Assert.All(_tiny.Run(photos, options), i => Assert.True(i.FromCache));
        Assert.All(_tiny.Run(photos, otherOptions, other), i => Assert.True(i.FromCache));
    }

    [Fact]
    public void Stricter_limits_are_kept_also_where_the_features_are_known()
    {
        ImageSource[] photos = [.. Enumerable.Range(0, 3).Select(HalfTransparent)];
        Assert.All(_tiny.Run(photos, _tiny.Options), i => Assert.NotNull(i.Features));
        ExtractionOptions strict = _tiny.Options with { Limits = new ImageLimits { MaxPixels = 10 } };
        Assert.All(_tiny.Run(photos, strict), i => Assert.Equal(BadImageKind.TooLarge, i.Bad?.Kind));
    }

    [Fact]
    public void Pixels_and_the_file_they_came_from_are_two_contents()
    {
        using var bitmap = SKBitmap.Decode(TinyExtraction.Png(1));
        var pixels = new PixelImageSource(bitmap.Bytes, bitmap.Width, bitmap.Height, Microsoft.ML.Data.MLPixelFormat.Bgra32, "pixels");
        Assert.False(_tiny.Run([TinyExtraction.Photo(1)])[0].FromCache);
        Assert.False(_tiny.Run([pixels])[0].FromCache);
        Assert.True(_tiny.Run([pixels])[0].FromCache);
        Assert.False(_tiny.Run([pixels with { Width = pixels.Height, Height = pixels.Width }])[0].FromCache);
    }

    public void Dispose() => _tiny.Dispose();

    private static BackboneOptions Usual { get; } = new() { Preprocessing = Preprocessing.Keras, Resize = TinyNetwork.Resize };

    private static EncodedImageSource HalfTransparent(int seed)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(40, 40, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        var random = new Random(seed);
        for (int y = 0; y < 40; y++)
        {
            for (int x = 0; x < 40; x++)
                bitmap.SetPixel(x, y, new SKColor((byte)random.Next(256), (byte)(6 * y), (byte)(6 * x), 128));
        }

        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return new EncodedImageSource(png.ToArray(), $"half {seed}");
    }
}
