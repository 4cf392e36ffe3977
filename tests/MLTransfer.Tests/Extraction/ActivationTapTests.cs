using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Networks;
using MLTransfer.Tests.Networks;

namespace MLTransfer.Tests.Extraction;

public sealed class ActivationTapTests : IDisposable
{
    private readonly TinyExtraction _tiny = new();
    private readonly ReferenceNetwork _reference = new();

    public static TheoryData<string, int> TensorsAndBatchSizes => new MatrixTheoryData<string, int>(["conv1", "block1", "block2", "pooled", "output"], [1, 3, 50]);

    [Theory]
    [MemberData(nameof(TensorsAndBatchSizes))]
    public void What_comes_out_at_a_tap_is_what_the_network_computes_there_also_after_the_disk(string tensor, int batchSize)
    {
        ImageItem[] items = TinyExtraction.Photos(11).Plain();
        foreach (bool cache in (bool[])[true, false])
        {
            using FeatureExtractor extractor = _tiny.OpenTapped(tensor: tensor, options: _tiny.Options with { Cache = cache, BatchSize = batchSize });
            Assert.All(extractor.ExtractAll(items), i => Assert.NotNull(i.Features));
            float[][] activations = extractor.Activations(items);
            for (int i = 0; i < items.Length; i++)
                FeatureAssert.Close(_reference.Features(items[i].Source, tensor, FeaturePooling.Flatten), activations[i]);
        }
    }

    [Fact]
    public void Single_precision_keeps_every_bit_and_half_precision_the_nearest_half()
    {
        ImageItem[] items = TinyExtraction.Photos(9).Plain();
        using FeatureExtractor none = _tiny.OpenTapped(options: _tiny.WithoutCache with { BatchSize = 1 });
        using FeatureExtractor singles = _tiny.OpenTapped(Precision.Float32, options: _tiny.Options with { BatchSize = 1 });
        using FeatureExtractor halves = _tiny.OpenTapped(Precision.Float16, options: _tiny.Options with { BatchSize = 1 });
        singles.ExtractAll(items);
        halves.ExtractAll(items);
        float[][] computed = none.Activations(items), read = singles.Activations(items);
        Assert.Equal(computed, read);
        Assert.Equal(read.Select(a => a.Select(x => (float)(Half)x).ToArray()), halves.Activations(items));
        Assert.Equal(32 + 6 * 16 * 16 * 4 + 4, singles.Activations!.BytesPerImage);
        Assert.Equal(32 + 6 * 16 * 16 * 2 + 4, halves.Activations!.BytesPerImage);
    }

    [Fact]
    public void The_features_are_those_without_a_tap_and_are_shared_with_runs_without_one()
    {
        ImageSource[] photos = TinyExtraction.Photos(9);
        float[][] without = _tiny.Run(photos, _tiny.WithoutCache).Features();
        using (FeatureExtractor extractor = _tiny.OpenTapped())
        {
            ExtractedImage[] images = extractor.ExtractAll(photos.Plain());
            Assert.All(images, i => Assert.Equal(i.Hash, i.Key));
            for (int i = 0; i < photos.Length; i++)
                FeatureAssert.Close(without[i], images[i].Features);
            FeatureAssert.Close(without[0], extractor.ExtractOne(photos[0]));
        }

        Assert.All(_tiny.Run(photos), i => Assert.True(i.FromCache));
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData(TensorNames.Image)]
    [InlineData(TensorNames.Features)]
    public void A_tensor_that_is_not_inside_is_refused(string tensor)
    {
        var error = Assert.Throws<BackboneException>(() => _tiny.OpenTapped(tensor: tensor));
        Assert.Contains($"'{tensor}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("whole numbers")]
    [InlineData("five dimensions")]
    [InlineData("no dimension")]
    public void A_tensor_of_another_kind_is_refused(string tensor)
    {
        var sketch = new NetworkSketch();
        sketch.Graph.Input[0].Name = TensorNames.Image;
        sketch.Node("Cast", [TensorNames.Image], "whole numbers", GraphElements.Attribute("to", 7L));
        sketch.Node("Reshape", [TensorNames.Image, sketch.Integers("shape", 0, 3, 4, 4, 16)], "five dimensions");
        sketch.Node("ReduceMax", [TensorNames.Image], "no dimension", GraphElements.Attribute("keepdims", 0L));
        var network = new ImageNetwork(
            sketch.Build(sketch.Node("Flatten", [TensorNames.Image], "end")), "end", 768, new() { ShortSide = 16, CropHeight = 16, CropWidth = 16 }, "odd", "odd");
        Assert.Throws<BackboneException>(() => network.WithTap(tensor, Precision.Float32));
    }

    [Theory]
    [InlineData(Precision.Auto)]
    [InlineData(Precision.BFloat16)]
    public void Only_singles_and_halves_are_kept(Precision precision)
        => Assert.Throws<ArgumentOutOfRangeException>(() => _tiny.OpenTapped(precision));

    [Fact]
    public void A_tap_leaves_the_network_that_it_was_made_of_as_it_was()
    {
        ImageNetwork network = ImageNetwork.OfFeatures(_tiny.Backbone, null, FeaturePooling.Average);
        ImageNetwork tapped = network.WithTap("block1", Precision.Float16);
        Assert.Null(network.Tap);
        Assert.Single(network.Network.Graph.Output);
        Assert.Equal([6, 16, 16], tapped.Tap!.Shape);
        Assert.Equal(network.CacheKey(Rgb.White, ImageLimits.Default), tapped.CacheKey(Rgb.White, ImageLimits.Default));
    }

    [Fact]
    public void Activations_depend_on_what_lies_below_the_tap_and_on_nothing_above()
    {
        string Key(
            Backbone? backbone = null, string? cut = null, FeaturePooling pooling = FeaturePooling.Average, string tensor = "block1",
            Precision precision = Precision.Float16, Rgb? background = null, long maxPixels = 100)
            => ImageNetwork.OfFeatures(backbone ?? _tiny.Backbone, cut, pooling).WithTap(tensor, precision)
                .ActivationKey(background ?? Rgb.White, new ImageLimits { MaxPixels = maxPixels });

        string key = Key();
        Assert.Equal(key, Key(cut: "block2"));
        Assert.Equal(key, Key(cut: "block1"));
        Assert.Equal(key, Key(pooling: FeaturePooling.Max));
        Assert.Equal(key, Key(TinyNetwork.Backbone(_tiny.Folder)));

        var resized = Backbone.FromOnnx(
            _tiny.Folder["tiny-1.onnx"],
            new BackboneOptions { Preprocessing = Preprocessing.Keras, Resize = TinyNetwork.Resize with { ShortSide = 40 } });
        string[] others =
        [
            Key(tensor: "conv1"), Key(precision: Precision.Float32), Key(TinyNetwork.Backbone(_tiny.Folder, seed: 2)), Key(resized),
            Key(background: Rgb.Black), Key(maxPixels: 200), ImageNetwork.OfFeatures(_tiny.Backbone, "block1", default).CacheKey(Rgb.White, ImageLimits.Default),
        ];
        Assert.Equal(others.Length + 1, others.Append(key).Distinct().Count());
    }

    [Fact]
    public void Networks_that_differ_above_the_tap_share_activations()
    {
        ImageItem[] items = TinyExtraction.Photos(5).Plain();
        float[][] activations;
        using (FeatureExtractor first = _tiny.OpenTapped())
        {
            first.ExtractAll(items);
            activations = first.Activations(items);
        }

        using FeatureExtractor second = _tiny.OpenTapped(options: _tiny.Options with { Cut = "block1", Pooling = FeaturePooling.Max });
        Assert.All(items, i => Assert.True(second.Activations!.IsWhole(i.Key())));
        Assert.Equal(activations, second.Activations(items));
    }

    public void Dispose()
    {
        _reference.Dispose();
        _tiny.Dispose();
    }
}
