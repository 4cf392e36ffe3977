using Google.Protobuf;
using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Imaging;
using MLTransfer.Networks;
using MLTransfer.Tests.Networks;
using MLTransfer.Tests.Networks.Quantisation;
using Onnx;

namespace MLTransfer.Tests.Extraction;

public sealed class Int8NetworkTests : IDisposable
{
    private readonly TinyExtraction _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void It_is_calibrated_checked_and_near_the_float_network()
    {
        (ImageNetwork network, Int8Report report) = Create(TinyExtraction.Photos(48));
        Assert.Null(report.Obstacle);
        Assert.Equal((16, 8), (report.CalibrationImages, report.CheckedImages));
        Assert.InRange(report.MeanCosine, .99, 1);
        Assert.InRange(report.LeastCosine, .98, report.MeanCosine);
        Assert.Contains(network.Network.Graph.Node, n => n.OpType == "QuantizeLinear");
    }

    [Theory]
    [InlineData(24, null, 16, 8)]
    [InlineData(12, null, 8, 4)]
    [InlineData(255, null, 16, 8)]
    [InlineData(256, null, 32, 8)]
    [InlineData(40, 20, 20, 8)]
    public void An_eighth_of_the_images_decides_unless_the_options_say_how_many(int photos, int? given, int calibrating, int compared)
    {
        Int8Report report = Create(TinyExtraction.Photos(photos), _tiny.Options with { CalibrationImages = given }).Report;
        Assert.Equal((calibrating, compared), (report.CalibrationImages, report.CheckedImages));
        Assert.InRange(report.NeighbourAgreement, .5, 1);
    }

    [Fact]
    public void The_same_images_in_any_order_under_any_names_give_the_same_network_bit_for_bit()
    {
        ImageSource[] photos = TinyExtraction.Photos(100);
        byte[] once = Create(photos).Network.Network.ToByteArray();
        Assert.Equal(once, Create(photos.Reverse()).Network.Network.ToByteArray());
        Assert.Equal(once, Create(photos.Concat(photos), _tiny.Options with { Threads = 1 }).Network.Network.ToByteArray());

        string a = Save("a", photos, i => i), b = Save("b", photos, i => photos.Length - i);
        Assert.Equal(
            Create(Files(a)).Network.Network.ToByteArray(), Create(Files(b)).Network.Network.ToByteArray());
    }

    [Fact]
    public void Other_images_give_another_network_and_none_shares_a_cache_with_another()
    {
        ImageNetwork one = Create(TinyExtraction.Photos(40)).Network, other = Create(TinyExtraction.Photos(80)[40..]).Network;
        string[] keys = [.. new[] { Float, one, other }.Select(n => n.CacheKey(Rgb.White, ImageLimits.Default))];
        string[] inner = [.. new[] { Float, one, other }
            .Select(n => n.WithTap("block1", Precision.Float32).ActivationKey(Rgb.White, ImageLimits.Default))];
        Assert.Equal(6, keys.Concat(inner).Distinct().Count());
    }

    [Fact]
    public void Bad_images_are_passed_over()
    {
        ImageSource[] photos = TinyExtraction.Photos(12);
        ImageSource[] bad = [new FileImageSource(_tiny.Folder["nothing.png"]), new EncodedImageSource(new byte[9], "bytes"), new EncodedImageSource(default, "empty")];
        Assert.Equal(Create(photos).Network.Network.ToByteArray(), Create(photos.Concat(bad)).Network.Network.ToByteArray());
    }

    [Fact]
    public void With_too_few_images_it_stays_float()
    {
        (ImageNetwork network, Int8Report report) = Create(TinyExtraction.Photos(3));
        Assert.Same(Float, network);
        Assert.Contains("3 different usable images", report.Obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_whose_features_int8_would_spoil_stays_float()
    {
        // Between two convolutions that copy, the signal is small beside an offset: the steps of a byte are larger than it.
        var sketch = new NetworkSketch(32, 32);
        sketch.ConvRelu("input", "first", 3, 6);
        Copy("first", "raised", 1e6f);
        Copy("raised", "output", -1e6f);
        (ImageNetwork kept, Int8Report report) = Create(TinyExtraction.Photos(40), backbone: Load(sketch.Build("output")));
        Assert.DoesNotContain(kept.Network.Graph.Node, n => n.OpType == "QuantizeLinear");
        Assert.Contains("too much", report.Obstacle, StringComparison.Ordinal);
        Assert.True(report.MeanCosine < Int8Network.LeastMeanCosine);
        Assert.Contains("stays in float32", report.ToString(), StringComparison.Ordinal);

        void Copy(string from, string to, float offset)
        {
            sketch.Graph.Initializer.Add(GraphElements.Tensor($"{to}.identity", [.. Enumerable.Range(0, 36).Select(i => i % 7 == 0 ? 1f : 0)], 6, 6, 1, 1));
            sketch.Graph.Initializer.Add(GraphElements.Tensor($"{to}.offset", [.. Enumerable.Repeat(offset, 6)], 6));
            sketch.Node("Conv", [from, $"{to}.identity", $"{to}.offset"], to);
        }
    }

    [Fact]
    public void An_operator_that_cannot_be_raised_keeps_it_float()
    {
        var sketch = new NetworkSketch(32, 32);
        sketch.ConvRelu("input", "first", 3, 6);
        sketch.Node("Upsample", ["first", "scales"], "up", new AttributeProto { Name = "mode", S = ByteString.CopyFromUtf8("nearest"), Type = AttributeProto.Types.AttributeType.String });
        sketch.Graph.Initializer.Add(GraphElements.Tensor("scales", [1f, 1, 2, 2], 4));
        sketch.Conv("up", "output", 6, 8);
        (ImageNetwork kept, Int8Report report) = Create(TinyExtraction.Photos(40), backbone: Load(sketch.Build("output", 9)));
        Assert.Equal(9, Opset.Of(kept.Network));
        Assert.Contains("Upsample", report.Obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public void ResNet18_sees_the_same_in_photos()
    {
        ImageSource[] photos = [.. Directory.GetFiles(SharedFolder.Require("data/hymenoptera"), "*.jpg", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Take(40).Select(f => new FileImageSource(f))];
        ImageNetwork network = ImageNetwork.OfFeatures(Backbone.ResNet18, null, FeaturePooling.Average);
        string layer3 = Backbone.ResNet18.Stages[^2].Tensor;
        (ImageNetwork quantised, Int8Report report) = Int8Network.Create(
            network.WithTap(layer3, Precision.Float32, Backbone.ResNet18.ShapeOf(layer3)), photos, _tiny.Options);
        TestContext.Current.SendDiagnosticMessage(report.ToString());
        Assert.Null(report.Obstacle);
        Assert.True(report.MeanCosine >= .998, report.ToString());
        Assert.True(report.LeastCosine >= .995, report.ToString());
        AssertSameActivations(quantised, Int8Network.WithFloatTop(quantised, network), photos[..8]);
        Assert.Equal(22, QuantisedSketch.Int8Weights(quantised.Network));
    }

    [Theory]
    [InlineData("conv1")]
    [InlineData("conv1.conv")]
    [InlineData("block1")]
    [InlineData("block2")]
    public void Activations_at_the_tap_are_the_same_with_an_int8_and_a_float_top_bit_for_bit(string tensor)
    {
        ImageSource[] photos = TinyExtraction.Photos(40);
        ImageNetwork quantised = Tapped(tensor, photos), trainable = Int8Network.WithFloatTop(quantised, Float);
        AssertSameActivations(quantised, trainable, photos);
    }

    [Fact]
    public void A_float_top_has_the_nodes_of_the_float_network_and_below_those_of_the_int8_one()
    {
        ImageNetwork quantised = Tapped("block1", TinyExtraction.Photos(40)), trainable = Int8Network.WithFloatTop(quantised, Float);
        AssertSame(NetworkSlice.Below(quantised.Network, "block1").Graph, NetworkSlice.Below(trainable.Network, "block1").Graph);
        AssertSame(Above(Float.Network), Above(trainable.Network));
        Assert.Null(trainable.Tap);
        Assert.Equal([Float.Output], trainable.Network.Graph.Output.Select(o => o.Name));

        static GraphProto Above(ModelProto network) => NetworkSlice.Above(network, "block1", [6, 16, 16], TensorNames.Features).Graph;

        static void AssertSame(GraphProto a, GraphProto b)
        {
            Assert.Equal(a.Node.Count, b.Node.Count);
            Assert.All(a.Node.Zip(b.Node), pair => Assert.Same(pair.First, pair.Second));
            Assert.Equal(a.Initializer.Count, b.Initializer.Count);
            Assert.All(a.Initializer, i => Assert.Contains(b.Initializer, other => ReferenceEquals(i, other)));
        }
    }

    [Fact]
    public void Features_share_a_cache_with_and_without_a_tap_and_activations_with_either_top()
    {
        ImageSource[] photos = TinyExtraction.Photos(40);
        ImageNetwork plain = Create(photos).Network, quantised = Tapped("block1", photos), trainable = Int8Network.WithFloatTop(quantised, Float);
        Assert.Equal(Key(plain), Key(quantised));
        Assert.Equal(Key(plain), Key(quantised.WithoutTap()));
        Assert.Equal(3, new[] { Float, plain, trainable }.Select(Key).Distinct().Count());
        string[] inner = [.. new[] { Float.WithTap("block1", Precision.Float32), quantised, trainable.WithTap("block1", Precision.Float32) }
            .Select(n => n.ActivationKey(Rgb.White, ImageLimits.Default))];
        Assert.Equal(inner[1], inner[2]);
        Assert.NotEqual(inner[0], inner[1]);

        static string Key(ImageNetwork network) => network.CacheKey(Rgb.White, ImageLimits.Default);
    }

    [Fact]
    public void The_transform_calibrates_when_it_is_fitted()
    {
        IDataView view = _tiny.PathRows(20);
        using ImageFeatureExtractingTransformer quantised = _tiny.Estimator(options: _tiny.Options with { Precision = Precision.Int8 }).Fit(view);
        using ImageFeatureExtractingTransformer plain = _tiny.Estimator().Fit(view);
        Assert.Contains(_tiny.Messages, m => m.Contains("runs in int8, calibrated on 14 images", StringComparison.Ordinal));
        List<FeaturesRow> a = _tiny.FeaturesRows(quantised.Transform(view)), b = _tiny.FeaturesRows(plain.Transform(view));
        Assert.Equal(20, a.Count);
        Assert.All(a.Zip(b), pair => Assert.InRange(Cosine.Of(pair.First.Features, pair.Second.Features), .98, 1 - 1e-9));
    }

    private ImageNetwork Float => field ??= ImageNetwork.OfFeatures(_tiny.Backbone, null, FeaturePooling.Average);

    private (ImageNetwork Network, Int8Report Report) Create(IEnumerable<ImageSource> photos, ExtractionOptions? options = null, Backbone? backbone = null)
        => Int8Network.Create(
            backbone is null ? Float : ImageNetwork.OfFeatures(backbone, null, FeaturePooling.Average), photos, options ?? _tiny.Options);

    private ImageNetwork Tapped(string tensor, ImageSource[] photos)
        => Int8Network.Create(Float.WithTap(tensor, Precision.Float32), photos, _tiny.Options).Network;

    /// <summary>Beside the features, as in a run, and computed alone, as where the cache lacks them.</summary>
    private void AssertSameActivations(ImageNetwork quantised, ImageNetwork trainable, ImageSource[] photos)
    {
        Tap tap = quantised.Tap!;
        float[] expected = BesideFeatures(quantised, photos);
        Assert.Contains(expected, a => a != expected[0]);
        Assert.Equal(expected, BesideFeatures(trainable.WithTap(tap.Tensor, tap.Precision, [.. tap.Shape]), photos));
        using var extractor = new FeatureExtractor(quantised, _tiny.WithoutCache);
        Assert.Equal(expected, extractor.Activations(photos.Plain()).SelectMany(a => a));
    }

    private static float[] BesideFeatures(ImageNetwork network, ImageSource[] photos)
    {
        using var inference = new BatchInference(network, threads: 1);
        var images = new float[photos.Length * inference.ImageLength];
        foreach ((int i, ImageSource photo) in photos.Index())
        {
            new PixelPipeline(network.Resize, ImageLimits.Default, Rgb.White).Decode(
                ImageContent.Read(photo, ImageLimits.Default), images.AsSpan(i * inference.ImageLength, inference.ImageLength));
        }

        float[] features = new float[photos.Length * network.Length], activations = new float[photos.Length * network.Tap!.Length];
        using var run = new RunOptions();
        inference.Run(images, photos.Length, run, features, activations);
        return activations;
    }

    private Backbone Load(ModelProto network)
    {
        File.WriteAllBytes(_tiny.Folder["other.onnx"], network.ToByteArray());
        return Backbone.FromOnnx(_tiny.Folder["other.onnx"], new BackboneOptions { Preprocessing = Preprocessing.Keras, Resize = TinyNetwork.Resize });
    }

    private string Save(string name, ImageSource[] photos, Func<int, int> number)
    {
        string folder = Directory.CreateDirectory(_tiny.Folder[name]).FullName;
        foreach ((int i, ImageSource photo) in photos.Index())
            File.WriteAllBytes(Path.Combine(folder, $"{number(i):000}.png"), ((EncodedImageSource)photo).Bytes.ToArray());
        return folder;
    }

    private static IEnumerable<ImageSource> Files(string folder)
        => Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(f => new FileImageSource(f));
}
