using MLTransfer.Networks;
using MLTransfer.Networks.Quantisation;
using Onnx;

namespace MLTransfer.Tests.Networks.Quantisation;

public class QuantiserTests
{
    [Fact]
    public void A_residual_network_gives_almost_the_same_features()
    {
        var sketch = new NetworkSketch();
        sketch.ConvRelu("input", "first", 3, 8);
        sketch.Pool("first", "pooled");
        sketch.Node("Relu", [sketch.BatchNorm(sketch.Conv("pooled", "a", 8, 8), "a.normalised", 8)], "a.out");
        sketch.BatchNorm(sketch.Conv("a.out", "b", 8, 8), "b.normalised", 8, seed: 2);
        sketch.Node("Relu", [sketch.Node("Add", ["b.normalised", "pooled"], "sum")], "block");
        sketch.ConvRelu("block", "output", 8, 16, stride: 2);
        ModelProto quantised = AssertNear(sketch.Build("output"), .998);

        // No Relu is left between quantised ones, and nothing keeps the pool from being one of bytes.
        Assert.DoesNotContain(quantised.Graph.Node, n => n.OpType is "Relu" or "Max");
        Assert.Equal(4, QuantisedSketch.Int8Weights(quantised));
        Assert.DoesNotContain(quantised.Graph.Initializer, i => i.Name is "a.weights" or "first.conv.weights");
    }

    [Fact]
    public void A_pool_of_floats_stays_one()
    {
        var sketch = new NetworkSketch();
        sketch.ConvRelu("input", "first", 3, 6);
        sketch.Conv("first", "deep", 6, 6, group: 6);
        sketch.Pool("deep", "pooled");
        sketch.ConvRelu("pooled", "output", 6, 12);
        ModelProto quantised = AssertNear(sketch.Build("output"), .998);
        Assert.Contains(quantised.Graph.Node, n => n.OpType == "Max" && n.Input[0] == "pooled");
        Assert.Equal(1, QuantisedSketch.Int8Weights(quantised));
    }

    [Fact]
    public void The_convolution_that_sees_the_image_stays_float_where_a_depthwise_one_follows()
    {
        var sketch = new NetworkSketch();
        Clip(sketch, sketch.Conv("input", "first.conv", 3, 8), "first");
        Clip(sketch, sketch.Conv("first", "deep.conv", 8, 8, group: 8), "deep");
        sketch.Conv("deep", "output", 8, 12, size: 1);
        ModelProto quantised = AssertNear(sketch.Build("output"), .998);
        Assert.Equal(1, QuantisedSketch.Int8Weights(quantised));
        Assert.Contains(quantised.Graph.Initializer, i => i.Name == "first.conv.weights");
    }

    [Fact]
    public void A_depthwise_convolution_stays_float_between_others()
    {
        var sketch = new NetworkSketch();
        Clip(sketch, sketch.Conv("input", "first.conv", 3, 8), "first");
        Clip(sketch, sketch.Conv("first", "wide.conv", 8, 16, size: 1), "wide");
        Clip(sketch, sketch.Conv("wide", "deep.conv", 16, 16, group: 16), "deep");
        sketch.Conv("deep", "narrow", 16, 8, size: 1);
        sketch.Node("Add", ["narrow", "first"], "sum");
        sketch.Conv("sum", "output", 8, 12, size: 1);
        ModelProto quantised = AssertNear(sketch.Build("output"), .995);
        NodeProto depthwise = quantised.Graph.Node.Single(n => n.OpType == "Conv" && n.Input[1] == "deep.conv.weights");
        Assert.Equal("wide", depthwise.Input[0]);
        Assert.Equal(4, QuantisedSketch.Int8Weights(quantised));
    }

    [Fact]
    public void A_fire_module_with_concatenation_and_pooling_gives_almost_the_same()
    {
        var sketch = new NetworkSketch();
        sketch.ConvRelu("input", "first", 3, 8);
        sketch.ConvRelu("first", "squeeze", 8, 4, size: 1);
        sketch.ConvRelu("squeeze", "one", 4, 8, size: 1);
        sketch.ConvRelu("squeeze", "three", 4, 8);
        sketch.Node("Concat", ["one", "three"], "fire", GraphElements.Attribute("axis", 1L));
        sketch.Pool("fire", "pooled");
        sketch.ConvRelu("pooled", "output", 16, 8, size: 1);
        AssertNear(sketch.Build("output"), .998);
    }

    [Fact]
    public void An_inner_output_stays_a_tensor_of_its_own_with_its_normalisation_and_its_Relu_after_it()
    {
        var sketch = new NetworkSketch();
        sketch.ConvRelu("input", "first", 3, 8);
        sketch.Node("Relu", [sketch.BatchNorm(sketch.Conv("first", "inner", 8, 8), "normalised", 8)], "block1");
        sketch.ConvRelu("block1", "output", 8, 8);
        ModelProto network = sketch.Build("output");
        network.Graph.Output.Add([GraphElements.Untyped("inner"), GraphElements.Untyped("output.conv")]);
        ModelProto quantised = AssertNear(network, .998);
        Assert.Contains(quantised.Graph.Node, n => n.OpType == "BatchNormalization" && n.Input[0] == "inner");
        Assert.Contains(quantised.Graph.Node, n => n.OpType == "Relu" && n.Input[0] == "output.conv");
        float[] images = Numbers.Pixels(2, 4, 16, 16);
        foreach (string tensor in new[] { "inner", "output.conv" })
        {
            Output expected = NetworkRun.Of(network, images, [4, 3, 16, 16], [tensor])[0], actual = NetworkRun.Of(quantised, images, [4, 3, 16, 16], [tensor])[0];
            Assert.InRange(Cosine.Of(expected.Values, actual.Values), .998, 1 - 1e-9);
        }
    }

    [Fact]
    public void A_bias_too_large_for_the_steps_of_small_weights_is_kept()
    {
        var quantised = WeightQuantisation.Of([1e-12f, -1e-12f, 0, 0], [1000, .5f], channels: 2, inputScale: 1e-3f, largest: 127);
        Assert.Equal(1000, quantised.Bias![0] * (double)quantised.BiasScales[0], 1e-3);
        Assert.Equal(.5, quantised.Bias[1] * (double)quantised.BiasScales[1], 1e-3);
    }

    [Fact]
    public void Without_a_convolution_that_could_be_quantised_it_says_so()
    {
        var sketch = new NetworkSketch();
        sketch.Conv("input", "output", 3, 8);
        Assert.Null(Quantiser.TryCreate(sketch.Build("output"), out string? obstacle));
        Assert.Contains("no convolution", obstacle, StringComparison.Ordinal);
    }

    private static void Clip(NetworkSketch sketch, string from, string to)
    {
        sketch.Graph.Initializer.Add(GraphElements.Tensor($"{to}.low", [0f], []));
        sketch.Graph.Initializer.Add(GraphElements.Tensor($"{to}.high", [200f], []));
        sketch.Node("Clip", [from, $"{to}.low", $"{to}.high"], to);
    }

    private static ModelProto AssertNear(ModelProto network, double cosine)
    {
        ModelProto quantised = QuantisedSketch.Of(network);
        float[] images = Numbers.Pixels(2, 4, 16, 16);
        float[] expected = NetworkRun.Of(network, images, 4, 16, 16).Values, actual = NetworkRun.Of(quantised, images, 4, 16, 16).Values;
        double found = Cosine.Of(expected, actual);
        Assert.True(found >= cosine && found < 1 - 1e-9, $"{found}");
        return quantised;
    }
}
