using MLTransfer.Networks;
using MLTransfer.Networks.Quantisation;
using Onnx;

namespace MLTransfer.Tests.Networks.Quantisation;

public class OpsetRaiseTests
{
    [Fact]
    public void A_network_with_all_that_changed_computes_the_same()
    {
        var sketch = new NetworkSketch();
        sketch.BatchNorm(sketch.Conv("input", "conv", 3, 6), "normalised", 6);
        sketch.Graph.Node[^1].Attribute.Add(GraphElements.Attribute("spatial", 1L));
        sketch.Node("Clip", ["normalised"], "clipped", GraphElements.Attribute("min", -.5f), GraphElements.Attribute("max", 6f));
        sketch.Node("Pad", ["clipped"], "padded", GraphElements.Attribute("pads", 0L, 0L, 1L, 0L, 0L, 0L, 0L, 2L), GraphElements.Attribute("value", 3f));
        sketch.Node("Slice", ["padded"], "sliced", GraphElements.Attribute("starts", [1L]), GraphElements.Attribute("ends", [9L]), GraphElements.Attribute("axes", [2L]));
        sketch.Node("Dropout", ["sliced"], "kept", GraphElements.Attribute("ratio", .5f));
        sketch.Node("Softmax", ["kept"], "soft", GraphElements.Attribute("axis", 2L));
        sketch.Node("Unsqueeze", ["soft"], "wide", GraphElements.Attribute("axes", [1L]));
        sketch.Node("Squeeze", ["wide"], "narrow", GraphElements.Attribute("axes", [1L]));
        sketch.Node("ReduceSum", ["narrow"], "summed", GraphElements.Attribute("axes", [3L]), GraphElements.Attribute("keepdims", 0L));
        sketch.Node("LogSoftmax", ["summed"], "output");
        ModelProto network = sketch.Build("output", opset: 8);

        ModelProto raised = OpsetRaise.TryRaise(network, out string? obstacle)!;
        Assert.Null(obstacle);
        Assert.Equal(13, Opset.Of(raised));
        Assert.Equal(8, Opset.Of(network));
        Assert.Same(network.Graph.Node[0], raised.Graph.Node[0]);
        float[] images = Numbers.Pixels(1, 2, 16, 16);
        Output before = NetworkRun.Of(network, images, 2, 16, 16), after = NetworkRun.Of(raised, images, 2, 16, 16);
        Assert.Equal(before.Shape, after.Shape);
        Assert.Equal(before.Values, after.Values);
    }

    [Fact]
    public void ResNet18_computes_the_same_bit_for_bit()
    {
        ModelProto network = Backbone.ResNet18.Network, raised = OpsetRaise.TryRaise(network, out _)!;
        float[] images = Numbers.Pixels(1, 1, 224, 224);
        Assert.Equal(NetworkRun.Of(network, images, 1, 224, 224).Values, NetworkRun.Of(raised, images, 1, 224, 224).Values);
    }

    [Fact]
    public void A_later_version_stays_as_it_is()
    {
        ModelProto network = TinyNetwork.Create(opset: 17);
        Assert.Same(network, OpsetRaise.TryRaise(network, out _));
    }

    [Theory]
    [InlineData("Upsample", 8, "Upsample")]
    [InlineData("Relu", 6, "version 6")]
    public void What_cannot_be_raised_is_named(string operation, long opset, string word)
    {
        var sketch = new NetworkSketch();
        sketch.Node(operation, ["input"], "output");
        Assert.Null(OpsetRaise.TryRaise(sketch.Build("output", opset), out string? obstacle));
        Assert.Contains(word, obstacle, StringComparison.Ordinal);
    }
}
