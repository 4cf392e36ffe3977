using MLTransfer.Networks.Quantisation;
using Onnx;

namespace MLTransfer.Tests.Networks.Quantisation;

public class BatchNormFoldingTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(6, true)]
    public void The_folded_network_computes_the_same(int group, bool bias)
    {
        var sketch = new NetworkSketch();
        sketch.ConvRelu("input", "first", 3, 6);
        sketch.Conv("first", "second", 6, 12, group: group);
        if (bias)
            sketch.Graph.Node[^1].Input.Add(sketch.Weights("second.bias", 12));
        sketch.Node("Relu", [sketch.BatchNorm("second", "normalised", 12)], "output");
        ModelProto network = sketch.Build("output");
        ModelProto folded = AssertSame(network);
        Assert.DoesNotContain(folded.Graph.Node, n => n.OpType == "BatchNormalization");
    }

    [Fact]
    public void What_something_else_reads_stays()
    {
        var sketch = new NetworkSketch();
        sketch.Conv("input", "first", 3, 6);
        sketch.Node("Add", [sketch.BatchNorm("first", "normalised", 6), "first"], "output");
        Assert.Contains(AssertSame(sketch.Build("output")).Graph.Node, n => n.OpType == "BatchNormalization");
    }

    [Fact]
    public void What_is_an_output_stays()
    {
        var sketch = new NetworkSketch();
        sketch.BatchNorm(sketch.Conv("input", "first", 3, 6), "output", 6);
        Assert.Contains(AssertSame(sketch.Build("output", 13, "first")).Graph.Node, n => n.OpType == "BatchNormalization");
    }

    [Fact]
    public void Normalisation_without_a_convolution_before_it_stays()
    {
        var sketch = new NetworkSketch();
        sketch.BatchNorm("input", "centred", 3);
        sketch.BatchNorm(sketch.Conv("centred", "first", 3, 6), "one", 6);
        sketch.BatchNorm(sketch.Conv("one", "second", 6, 6), "output", 6);
        ModelProto folded = AssertSame(sketch.Build("output"));
        Assert.Equal(["centred"], folded.Graph.Node.Where(n => n.OpType == "BatchNormalization").Select(n => n.Output[0]));
    }

    private static ModelProto AssertSame(ModelProto network)
    {
        byte[] before = [.. network.Graph.Node.SelectMany(n => n.Output[0]).Select(c => (byte)c)];
        ModelProto folded = BatchNormFolding.Apply(network);
        float[] images = Numbers.Pixels(1, 2, 16, 16);
        Numbers.AssertClose(NetworkRun.Of(network, images, 2, 16, 16).Values, NetworkRun.Of(folded, images, 2, 16, 16).Values, 1e-5);
        Assert.Equal(before, network.Graph.Node.SelectMany(n => n.Output[0]).Select(c => (byte)c));
        return folded;
    }
}
