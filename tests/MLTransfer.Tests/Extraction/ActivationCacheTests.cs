using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Imaging;
using Onnx;

namespace MLTransfer.Tests.Extraction;

public sealed class ActivationCacheTests : IDisposable
{
    private readonly TinyExtraction _tiny = new();
    private readonly ImageItem[] _items = TinyExtraction.Photos(20).Plain();

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Float16)]
    public void A_second_run_computes_nothing(Precision precision)
    {
        float[][] activations, features = Run(out activations, precision).Features();

        // A network that cannot run proves that it does not run.
        ImageNetwork network = ImageNetwork.OfFeatures(_tiny.Backbone, null, FeaturePooling.Average).WithTap("block1", precision);
        using var broken = new FeatureExtractor(network with { Network = new ModelProto() }, _tiny.Options);
        ExtractedImage[] second = broken.ExtractAll(_items);
        Assert.All(second, i => Assert.True(i.FromCache));
        Assert.Equal(features, second.Features());
        Assert.Equal(activations, broken.Activations(_items, keep: true));
        Assert.ThrowsAny<Exception>(() => broken.ExtractAll(TinyExtraction.Photos(30)));
    }

    [Theory]
    [InlineData(70_000)]
    [InlineData(-70_000)]
    public void Numbers_that_half_precision_does_not_hold_are_refused(float number)
    {
        using FeatureExtractor extractor = _tiny.OpenTapped(Precision.Float16);
        var activations = new float[extractor.Network.Tap!.Length];
        activations[^1] = number;
        BackboneException refusal = Assert.Throws<BackboneException>(() => extractor.Activations!.Keep(_items[0].Key(), activations));
        Assert.Contains("65,504", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("features")]
    [InlineData("activations")]
    public void An_image_of_which_one_half_is_missing_is_computed_and_both_are_there_after_that(string missing)
    {
        float[][] right = Run(out float[][] activations).Features();
        Directory.Delete(_tiny.Folder[Path.Combine("workspace", missing)], recursive: true);
        AssertRecomputed(right, activations, _items.Length);
    }

    [Theory]
    [InlineData(13, 20)]
    [InlineData(16 + 32 + 5, 1)]
    [InlineData(-1, 1)]
    public void Damaged_activations_are_computed_anew(int at, int lost)
    {
        float[][] right = Run(out float[][] activations).Features();
        Damage(_tiny.ActivationFiles.Single(), at);
        AssertRecomputed(right, activations, lost);
    }

    [Fact]
    public void Two_extractors_on_one_workspace_do_not_disturb_each_other()
    {
        ExtractedImage[] right;
        float[][] activations;
        using (FeatureExtractor alone = _tiny.OpenTapped(options: _tiny.WithoutCache))
        {
            right = alone.ExtractAll(_items);
            activations = alone.Activations(_items);
        }

        using (FeatureExtractor one = _tiny.OpenTapped(), two = _tiny.OpenTapped())
            Parallel.Invoke(() => one.ExtractAll(_items[..15]), () => two.ExtractAll(_items[5..]));
        Assert.Equal(2, _tiny.ActivationFiles.Length);
        ExtractedImage[] third = Run(out float[][] read);
        Assert.All(third, i => Assert.True(i.FromCache));
        for (int i = 0; i < _items.Length; i++)
        {
            FeatureAssert.Close(right[i].Features!, third[i].Features);
            FeatureAssert.Close(activations[i], read[i]);
        }
    }

    [Fact]
    public void Versions_of_an_image_are_kept_apart_and_found_again()
    {
        ImageItem[] versions =
        [
            .. from photo in TinyExtraction.Photos(4)
               from view in (ImageView[])[default, new(Augmentation, 1, 1), new(Augmentation, 1, 2), new(Augmentation, 2, 1)]
               select new ImageItem(photo, view),
        ];
        using (FeatureExtractor extractor = _tiny.OpenTapped())
        {
            ExtractedImage[] images = extractor.ExtractAll(versions);
            Assert.All(images, i => Assert.False(i.FromCache));
            Assert.Equal(versions.Select(v => v.Key()), images.Select(i => i.Key));
            Assert.Equal(16, images.Select(i => i.Key).Distinct().Count());
            Assert.Equal(4, images.Select(i => i.Hash).Distinct().Count());
            Assert.Equal(16, extractor.Activations!.Count);

            // What each of them looks like is for the pixel pipeline to say.
            using FeatureExtractor without = _tiny.OpenTapped(options: _tiny.WithoutCache);
            using var reference = new ReferenceNetwork();
            float[][] right = [.. versions.Select(v => reference.Features(v.Source, "block1", FeaturePooling.Flatten, v.View))];
            Assert.All(right.Zip(extractor.Activations(versions)), pair => FeatureAssert.Close(pair.First, pair.Second));
            Assert.All(right.Zip(without.Activations(versions)), pair => FeatureAssert.Close(pair.First, pair.Second));
        }

        using FeatureExtractor later = _tiny.OpenTapped();
        Assert.All(later.ExtractAll(versions), i => Assert.True(i.FromCache));
        // The version 0 is the image itself.
        Assert.True(later.ExtractAll([new ImageItem(versions[0].Source, new ImageView(Augmentation, 7, 0))])[0].FromCache);
        Assert.False(later.ExtractAll([new ImageItem(versions[0].Source, new ImageView(Augmentation, 1, 3))])[0].FromCache);
    }

    [Fact]
    public void Bad_images_keep_their_place_and_have_no_activations()
    {
        _items[3] = new ImageItem(new EncodedImageSource(new byte[] { 1, 2, 3 }, "noise"), default);
        _items[19] = new ImageItem(new FileImageSource(_tiny.Folder["missing.png"]), new ImageView(Augmentation, 1, 1));
        using FeatureExtractor extractor = _tiny.OpenTapped();
        ExtractedImage[] images = extractor.ExtractAll(_items);
        Assert.Equal([3, 19], Enumerable.Range(0, 20).Where(i => images[i].Bad is not null));
        Assert.Equal(18, extractor.Activations!.Count);
    }

    [Fact]
    public void Without_the_cache_nothing_is_kept()
    {
        using FeatureExtractor extractor = _tiny.OpenTapped(options: _tiny.WithoutCache);
        Assert.All(extractor.ExtractAll(_items), i => Assert.NotNull(i.Features));
        Assert.Equal((null, null, 0), (extractor.Activations!.Folder, extractor.Activations.Problem, extractor.Activations.Count));
        extractor.Activations(_items, keep: true);
        Assert.False(Directory.Exists(_tiny.Folder["workspace"]));
    }

    public void Dispose() => _tiny.Dispose();

    internal static ImageAugmentation Augmentation { get; } = ImageAugmentation.None.FlipVertically();

    internal static void Damage(string file, int at)
    {
        byte[] bytes = File.ReadAllBytes(file);
        bytes[at < 0 ? bytes.Length + at : at] ^= 0x10;
        File.WriteAllBytes(file, bytes);
    }

    private void AssertRecomputed(float[][] features, float[][] activations, int lost)
    {
        ExtractedImage[] second = Run(out float[][] recomputed);
        Assert.Equal(lost, second.Count(i => !i.FromCache));
        for (int i = 0; i < _items.Length; i++)
        {
            FeatureAssert.Close(features[i], second[i].Features);
            FeatureAssert.Close(activations[i], recomputed[i]);
        }

        Assert.All(Run(out float[][] third), i => Assert.True(i.FromCache));
        Assert.Equal(recomputed, third);
    }

    private ExtractedImage[] Run(out float[][] activations, Precision precision = Precision.Float32)
    {
        using FeatureExtractor extractor = _tiny.OpenTapped(precision);
        ExtractedImage[] images = extractor.ExtractAll(_items);
        activations = extractor.Activations(_items);
        return images;
    }
}
