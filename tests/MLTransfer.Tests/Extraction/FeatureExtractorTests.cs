using MLTransfer.Data;
using MLTransfer.Extraction;
using SkiaSharp;

namespace MLTransfer.Tests.Extraction;

public sealed class FeatureExtractorTests : IDisposable
{
    private readonly TinyExtraction _tiny = new();
    private readonly ReferenceNetwork _reference = new();

    public static TheoryData<int, int> BatchSizesAndThreads => new MatrixTheoryData<int, int>([1, 3, 8, 50], [1, 2, 4]);

    [Theory]
    [MemberData(nameof(BatchSizesAndThreads))]
    public void Every_image_gets_in_its_place_what_the_network_gives_for_it_alone(int batchSize, int threads)
    {
        ImageSource[] photos = TinyExtraction.Photos(41);
        ExtractedImage[] images = _tiny.Run(photos, _tiny.WithoutCache with { BatchSize = batchSize, Threads = threads });
        Assert.Equal(photos.Select(p => p.Name), images.Select(i => i.Name));
        for (int i = 0; i < photos.Length; i++)
            FeatureAssert.Close(_reference.Features(photos[i]), images[i].Features);
    }

    [Fact]
    public void Photos_that_take_long_are_not_overtaken()
    {
        // A batch of large photos takes many times as long as the next, of small ones.
        ImageSource[] photos = [.. Enumerable.Range(0, 60).Select(i => i / 3 % 3 == 0 ? Large(i) : TinyExtraction.Photo(i))];
        ExtractedImage[] images = _tiny.Run(photos, _tiny.WithoutCache with { Threads = 4 });
        Assert.Equal(photos.Select(p => p.Name), images.Select(i => i.Name));
        for (int i = 0; i < photos.Length; i++)
            FeatureAssert.Close(_reference.Features(photos[i]), images[i].Features);

        static EncodedImageSource Large(int seed)
        {
            using var small = SKBitmap.Decode(TinyExtraction.Png(seed));
            using SKBitmap large = small.Resize(new SKImageInfo(1200, 1000), SKFilterQuality.Low);
            using SKData jpeg = large.Encode(SKEncodedImageFormat.Jpeg, 90);
            return new EncodedImageSource(jpeg.ToArray(), $"large {seed}");
        }
    }

    [Fact]
    public void The_features_of_different_photos_differ_so_that_the_order_can_be_told()
    {
        float[][] features = _tiny.Run(TinyExtraction.Photos(41), _tiny.WithoutCache).Features();
        for (int i = 0; i < features.Length; i++)
        {
            for (int j = 0; j < i; j++)
                Assert.ThrowsAny<Exception>(() => FeatureAssert.Close(features[i], features[j]));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Bad_images_keep_their_place_with_a_reason_and_disturb_no_other(bool cache)
    {
        ImageSource[] photos = TinyExtraction.Photos(30);
        int[] bad = [0, 1, 2, 7, 10, 29];
        ImageSource[] faults =
        [
            new EncodedImageSource(new byte[] { 1, 2, 3 }, "noise"),
            new EncodedImageSource(ReadOnlyMemory<byte>.Empty, "nothing"),
            new FileImageSource(_tiny.Folder["missing.png"]),
            new EncodedImageSource(TinyExtraction.Png(7).AsMemory(0, 60), "torn"),
        ];
        for (int i = 0; i < bad.Length; i++)
            photos[bad[i]] = faults[i % faults.Length];

        for (int run = 0; run < 2; run++)
        {
            ExtractedImage[] images = _tiny.Run(photos, _tiny.Options with { Cache = cache });
            Assert.Equal(photos.Select(p => p.Name), images.Select(i => i.Name));
            for (int i = 0; i < photos.Length; i++)
            {
                if (bad.Contains(i))
                {
                    Assert.Null(images[i].Features);
                    Assert.Equal(photos[i].Name, images[i].Bad!.Path);
                    Assert.False(images[i].FromCache);
                    continue;
                }

                Assert.Null(images[i].Bad);
                Assert.Equal(cache && run == 1, images[i].FromCache);
                FeatureAssert.Close(_reference.Features(photos[i]), images[i].Features);
            }
        }
    }

    [Fact]
    public void A_set_of_bad_images_only_gives_only_bad_images()
    {
        ExtractedImage[] images = _tiny.Run(Enumerable.Repeat(new FileImageSource("nowhere.png"), 20));
        Assert.Equal(20, images.Count(i => i.Bad is { Kind: BadImageKind.Unreadable }));
    }

    [Fact]
    public void An_empty_set_gives_nothing_and_writes_nothing()
    {
        Assert.Empty(_tiny.Run([]));
        Assert.Empty(_tiny.CacheFiles);
    }

    [Fact]
    public void One_image_by_itself_gets_the_same_features()
    {
        using FeatureExtractor extractor = _tiny.Open(_tiny.WithoutCache);
        foreach (ImageSource photo in TinyExtraction.Photos(5))
            FeatureAssert.Close(_reference.Features(photo), extractor.ExtractOne(photo));
        Assert.Throws<BadImageException>(() => extractor.ExtractOne(new FileImageSource("nowhere.png")));
    }

    [Fact]
    public void Several_extractions_at_once_do_not_mix_their_images()
    {
        using FeatureExtractor extractor = _tiny.Open();
        ImageSource[] photos = TinyExtraction.Photos(60);
        float[][] expected = [.. photos.Select(p => _reference.Features(p))];
        Parallel.For(0, 4, run =>
        {
            int[] order = [.. Enumerable.Range(0, photos.Length)];
            new Random(run).Shuffle(order);
            ExtractedImage[] images = extractor.ExtractAll(order.Select(i => photos[i]));
            Assert.All(order.Zip(images), pair => FeatureAssert.Close(expected[pair.First], pair.Second.Features));
        });
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    [InlineData(1, -2)]
    public void A_batch_size_or_thread_count_below_one_is_refused(int batchSize, int threads)
        => Assert.Throws<ArgumentOutOfRangeException>(() => _tiny.Open(_tiny.Options with { BatchSize = batchSize, Threads = threads }));

    public void Dispose()
    {
        _reference.Dispose();
        _tiny.Dispose();
    }
}
