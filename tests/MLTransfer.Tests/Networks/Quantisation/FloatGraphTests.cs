using MLTransfer.Networks;
using MLTransfer.Networks.Quantisation;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLTransfer.Tests.Networks.Quantisation;

public class FloatGraphTests
{
    [Fact]
    public void A_quantised_network_becomes_one_of_floats_that_gives_nearly_the_same()
    {
        ModelProto network = Residual(), quantised = QuantisedSketch.Of(network);
        Assert.Equal((false, true), (FloatGraph.IsQuantised(network), FloatGraph.IsQuantised(quantised)));
        ModelProto plain = FloatGraph.TryCreate(quantised, out string? obstacle)!;
        Assert.Null(obstacle);
        Assert.Equal(["Add", "Clip", "Conv", "MaxPool"], plain.Graph.Node.Select(n => n.OpType).Distinct().Order());
        Assert.All(plain.Graph.Initializer, i => Assert.Equal((int)DataType.Float, i.DataType));

        float[] images = Numbers.Pixels(2, 4, 16, 16);
        float[] floats = NetworkRun.Of(plain, images, 4, 16, 16).Values;
        Assert.InRange(Cosine.Of(NetworkRun.Of(quantised, images, 4, 16, 16).Values, floats), .999, 1 - 1e-9);
        Assert.InRange(Cosine.Of(NetworkRun.Of(network, images, 4, 16, 16).Values, floats), .999, 1 - 1e-9);
        // A Relu lived on in the range of a byte alone.
        Assert.InRange(floats.Min(), 0, 0);
    }

    [Fact]
    public void Nothing_changes_in_the_network_that_it_is_made_from()
    {
        ModelProto quantised = QuantisedSketch.Of(Residual()), before = quantised.Clone();
        _ = FloatGraph.TryCreate(quantised, out _);
        Assert.Equal(before, quantised);
    }

    [Theory]
    [InlineData(DataType.Uint8, 7, -.7f, 24.8f)]
    [InlineData(DataType.Int8, -5, -12.3f, 13.2f)]
    public void An_activation_ends_where_its_bytes_did(DataType type, int zero, float low, float high)
    {
        var sketch = new NetworkSketch();
        sketch.Graph.Initializer.Add(GraphElements.Tensor("scale", [.1f], []));
        sketch.Graph.Initializer.Add(GraphElements.Tensor("zero", type, [(byte)zero], []));
        sketch.Node("QuantizeLinear", ["input", "scale", "zero"], "codes");
        sketch.Node("DequantizeLinear", ["codes", "scale", "zero"], "output");
        ModelProto quantised = sketch.Build("output"), plain = FloatGraph.TryCreate(quantised, out _)!;
        float[] values = [.. Enumerable.Range(0, 3 * 16 * 16).Select(i => (i - 300) / 10f)];
        float[] expected = NetworkRun.Of(quantised, values, 1, 16, 16).Values, actual = NetworkRun.Of(plain, values, 1, 16, 16).Values;
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, .0501f));
        Assert.Equal((low, high), (MathF.Round(actual.Min(), 4), MathF.Round(actual.Max(), 4)));
    }

    [Fact]
    public void What_takes_bytes_itself_is_an_obstacle_that_is_named()
    {
        var sketch = new NetworkSketch();
        sketch.Graph.Initializer.Add(GraphElements.Tensor("scale", [.1f], []));
        sketch.Graph.Initializer.Add(GraphElements.Tensor("zero", DataType.Uint8, [0], []));
        sketch.Node("QuantizeLinear", ["input", "scale", "zero"], "codes");
        sketch.Pool("codes", "pooled");
        sketch.Node("DequantizeLinear", ["pooled", "scale", "zero"], "output");
        Assert.Null(FloatGraph.TryCreate(sketch.Build("output"), out string? obstacle));
        Assert.Contains("'pooled' (MaxPool)", obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public void Operators_too_old_for_limits_as_inputs_are_an_obstacle()
    {
        Assert.Null(FloatGraph.TryCreate(new NetworkSketch().Build("input", 10), out string? obstacle));
        Assert.Contains("version 10", obstacle, StringComparison.Ordinal);
    }

    private static ModelProto Residual()
    {
        var sketch = new NetworkSketch();
        sketch.ConvRelu("input", "first", 3, 8);
        sketch.Pool("first", "pooled");
        sketch.Node("Relu", [sketch.BatchNorm(sketch.Conv("pooled", "a", 8, 8), "a.normalised", 8)], "a.out");
        sketch.Conv("a.out", "b", 8, 8);
        sketch.Node("Relu", [sketch.Node("Add", ["b", "pooled"], "sum")], "block");
        sketch.ConvRelu("block", "output", 8, 16, stride: 2);
        return sketch.Build("output");
    }
}
