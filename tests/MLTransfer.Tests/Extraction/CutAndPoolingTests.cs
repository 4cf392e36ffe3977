using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Imaging;
using MLTransfer.Networks;
using MLTransfer.Tests.Networks;

namespace MLTransfer.Tests.Extraction;

public sealed class CutAndPoolingTests : IDisposable
{
    private readonly TinyExtraction _tiny = new();
    private readonly ReferenceNetwork _reference = new();

    [Theory]
    [InlineData(FeaturePooling.Average)]
    [InlineData(FeaturePooling.Max)]
    [InlineData(FeaturePooling.Flatten)]
    public void Every_cut_gives_the_activations_there_pooled(FeaturePooling pooling)
    {
        string[] cuts = [.. _tiny.Backbone.Cuts.Intersect(_reference.Tensors)];
        Assert.Superset(new HashSet<string> { "conv1", "block1", "block2", "pooled", "output" }, cuts.ToHashSet());
        ImageSource[] photos = TinyExtraction.Photos(7);
        foreach (string cut in cuts)
        {
            float[][] features = _tiny.Run(photos, _tiny.Options with { Cut = cut, Pooling = pooling }).Features();
            for (int i = 0; i < photos.Length; i++)
                FeatureAssert.Close(_reference.Features(photos[i], cut, pooling), features[i]);
        }
    }

    [Fact]
    public void A_stage_is_the_tensor_it_ends_at_and_none_is_the_end_of_the_backbone()
    {
        ImageSource[] photos = TinyExtraction.Photos(4);
        foreach (BackboneStage stage in _tiny.Backbone.Stages)
            FeatureAssert.Close(_reference.Features(photos[3], stage.Tensor), Run(stage.Name)[3]);
        FeatureAssert.Close(_reference.Features(photos[3], "output"), Run(null)[3]);

        float[][] Run(string? cut) => _tiny.Run(photos, _tiny.WithoutCache with { Cut = cut }).Features();
    }

    [Fact]
    public void Features_come_from_a_tensor_that_not_every_path_crosses()
    {
        ImageNetwork network = ImageNetwork.OfFeatures(_tiny.Backbone, "block1.inner", FeaturePooling.Average);
        float[] image = Numbers.Random(new Random(1), 3 * TinyNetwork.Size * TinyNetwork.Size, 0, 255);
        int[] shape = [1, 3, TinyNetwork.Size, TinyNetwork.Size];
        float[] maps = NetworkRun.Of(_tiny.Backbone.Network, image, shape, ["block1.inner"])[0].Values;
        float[] features = NetworkRun.Of(network.Network, image, shape, [network.Output])[0].Values;
        Assert.All(maps.Chunk(maps.Length / features.Length).Zip(features), p => Assert.Equal(p.First.Average(), p.Second, 1e-4f));
    }

    [Fact]
    public void A_tensor_that_there_is_not_is_refused_with_those_that_are()
    {
        var error = Assert.Throws<BackboneException>(() => _tiny.Run([], _tiny.Options with { Cut = "nowhere" }));
        Assert.Contains("'nowhere'", error.Message, StringComparison.Ordinal);
        Assert.Contains("block1", error.Message, StringComparison.Ordinal);
        Assert.Contains("stage1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ResNet18_can_be_cut_at_layer3()
    {
        string photo = SharedFolder.Require("data/hymenoptera");
        photo = Directory.EnumerateFiles(photo, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        Backbone resNet = Backbone.ResNet18;
        var source = new FileImageSource(photo);
        float[] average = _tiny.Run([source, source], _tiny.WithoutCache with { Cut = "layer3" }, resNet)[1].Features!;
        Assert.Equal(256, average.Length);

        BackboneStage layer3 = resNet.Stages.Single(s => s.Name == "layer3");
        Assert.Equal([256, 14, 14], layer3.Shape);
        float[] activations = Activations(resNet, layer3.Tensor, source);
        FeatureAssert.Close([.. activations.Chunk(14 * 14).Select(c => c.Average())], average);
    }

    /// <summary>The whole network, run by ONNX Runtime alone, with one more output.</summary>
    private static float[] Activations(Backbone backbone, string tensor, ImageSource source)
    {
        var pixels = new PixelPipeline(backbone.Resize);
        var image = new float[pixels.Length];
        pixels.Decode(ImageContent.Read(source, ImageLimits.Default), image);
        Onnx.ModelProto whole = backbone.Network.Clone();
        whole.Graph.Output.Add(new Onnx.ValueInfoProto { Name = tensor });
        using var session = new InferenceSession(whole.ToByteArray());
        using var outputs = session.Run(
            [NamedOnnxValue.CreateFromTensor(TensorNames.Image, new DenseTensor<float>(image, [1, 3, 224, 224]))], [tensor]);
        return [.. outputs[0].AsTensor<float>()];
    }

    public void Dispose()
    {
        _reference.Dispose();
        _tiny.Dispose();
    }
}
