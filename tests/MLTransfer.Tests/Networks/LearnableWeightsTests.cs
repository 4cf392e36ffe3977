using MLTransfer.Networks;
using MLTransfer.Tests.Training.Torch;
using Onnx;

namespace MLTransfer.Tests.Networks;

public class LearnableWeightsTests
{
    [Fact]
    public void Of_a_small_network_are_those_of_its_convolutions_above_the_cut()
    {
        IReadOnlyList<LearnableWeight> weights = LearnableWeights.Find(TinyNetwork.Create(), "conv1", "output", includeNormalisation: true);
        Assert.Equal(["block1.inner.weights", "block2.weights"], weights.Select(w => w.Name));
        Assert.Equal([6L, 6, 3, 3], weights[0].Shape);
        Assert.All(weights, w => Assert.True(w.Decays));
        // Seven nodes: convolution, relu, add, convolution, relu, pooling, reshape.
        Assert.Equal([0, 3 / 6.0], weights.Select(w => w.Depth));
    }

    [Fact]
    public void Of_ResNet18_are_convolutions_scales_and_biases()
    {
        ModelProto network = Backbone.ResNet18.Network;
        string cut = Backbone.ResNet18.FindCut("layer3"), output = network.Graph.Output[0].Name;
        IReadOnlyList<LearnableWeight> all = LearnableWeights.Find(network, cut, output, includeNormalisation: true);
        IReadOnlyList<LearnableWeight> convolutions = LearnableWeights.Find(network, cut, output, includeNormalisation: false);
        // Three blocks of two convolutions, and the projection of the first.
        Assert.Equal(7, convolutions.Count);
        Assert.Equal(7 * 3, all.Count);
        Assert.All(convolutions, w => Assert.Equal(4, w.Shape.Count));
        Assert.Equal(convolutions.Select(w => w.Name), all.Where(w => w.Decays).Select(w => w.Name));
        Assert.All(all.Where(w => !w.Decays), w => Assert.Equal([512L], w.Shape));
        Assert.Equal(all.OrderBy(w => w.Depth), all);
        Assert.All(all, w => Assert.InRange(w.Depth, 0, 1));

        string[] statistics = [.. network.Graph.Node.Where(n => n.OpType == "BatchNormalization").SelectMany(n => n.Input.Skip(3))];
        Assert.NotEmpty(statistics);
        Assert.DoesNotContain(all, w => statistics.Contains(w.Name));
    }

    [Fact]
    public void Of_a_transformer_block_are_its_matrices_biases_and_scales()
    {
        IReadOnlyList<LearnableWeight> weights = LearnableWeights.Find(TransformerSketch.Create(), "embedded", "output", includeNormalisation: true);
        Assert.Equal(TransformerSketch.Weights, weights.Select(w => w.Name));
        Assert.Equal(TransformerSketch.Weights.Where(w => w.EndsWith(".weights", StringComparison.Ordinal)), weights.Where(w => w.Decays).Select(w => w.Name));
    }

    [Fact]
    public void Of_layer_normalisation_in_its_parts_are_left_out_as_those_of_the_operator()
    {
        IReadOnlyList<LearnableWeight> weights = LearnableWeights.Find(TransformerSketch.Create(), "embedded", "output", includeNormalisation: false);
        Assert.Equal(TransformerSketch.Weights.Where(w => !w.StartsWith("norm", StringComparison.Ordinal)), weights.Select(w => w.Name));
    }

    [Theory]
    [InlineData("input", "Div", false)]
    [InlineData("root", "Div", true)]
    [InlineData("root", "Mul", false)]
    public void Of_a_product_are_those_of_a_normalisation_only_behind_a_division_by_the_root_of_a_mean(
        string divisor, string operation, bool normalises)
    {
        var sketch = new OperatorSketch();
        sketch.Node("ReduceMean", ["input"], "mean", GraphElements.Attribute("axes", [-1L]));
        sketch.Node("Sqrt", ["mean"], "root");
        sketch.Node(operation, ["input", divisor], "divided");
        sketch.Node("Mul", [sketch.Floats("scale", 3), "divided"], "scaled");
        sketch.Node("Add", ["scaled", sketch.Floats("shift", 3)], "shifted");
        sketch.Node("Add", ["shifted", sketch.Floats("other", 3)], "output");
        IReadOnlyList<LearnableWeight> weights = LearnableWeights.Find(sketch.Build(3), "input", "output", includeNormalisation: false);
        Assert.Equal(normalises ? ["other"] : ["scale", "shift", "other"], weights.Select(w => w.Name));
    }

    [Fact]
    public void Include_what_only_changes_its_shape_on_the_way()
    {
        var sketch = new OperatorSketch(11);
        sketch.Node("Transpose", [sketch.Floats("matrix", 4, 5)], "turned");
        sketch.Node("Identity", ["turned"], "same");
        sketch.Node("Gemm", ["input", "same", sketch.Floats("bias", 4)], "product");
        sketch.Node("Reshape", [sketch.Floats("flat", 8), sketch.Integers("shape", 2, 4)], "factors");
        sketch.Node("Squeeze", [sketch.Floats("thick", 1, 4)], "thin", GraphElements.Attribute("axes", [0L]));
        sketch.Node("Unsqueeze", ["thin"], "thick again", GraphElements.Attribute("axes", [0L]));
        sketch.Node("Mul", ["product", "factors"], "scaled");
        sketch.Node("Sub", ["scaled", "thick again"], "output");
        ModelProto network = sketch.Build(5);
        IReadOnlyList<LearnableWeight> weights = LearnableWeights.Find(network, "input", "output", includeNormalisation: true);
        Assert.Equal(["matrix", "bias", "flat", "thick"], weights.Select(w => w.Name));
        // What only rearranges a weight is no layer.
        Assert.Equal([0, 0, 0.5, 1], weights.Select(w => w.Depth));
        Assert.Equal([true, false, false, false], weights.Select(w => w.Decays));
    }

    [Fact]
    public void Include_constants_that_are_nodes()
    {
        var sketch = new OperatorSketch();
        var values = new AttributeProto { Name = "value_floats", Type = AttributeProto.Types.AttributeType.Floats, Floats = { 1, 2, 3 } };
        sketch.Node("Constant", [], "offsets", values);
        sketch.Node("Add", ["input", "offsets"], "output");
        LearnableWeight weight = Assert.Single(LearnableWeights.Find(sketch.Build(3), "input", "output", includeNormalisation: true));
        Assert.Equal(("offsets", 3L), (weight.Name, Assert.Single(weight.Shape)));
        Assert.Equal(1, weight.Depth);
    }

    [Fact]
    public void Leave_out_what_a_node_below_the_cut_uses()
    {
        var sketch = new OperatorSketch();
        sketch.Node("MatMul", ["input", sketch.Floats("shared", 4, 4)], "cut");
        sketch.Node("MatMul", ["cut", "shared"], "between");
        sketch.Node("MatMul", ["between", sketch.Floats("own", 4, 4)], "output");
        Assert.Equal(["own"], LearnableWeights.Find(sketch.Build(4), "cut", "output", includeNormalisation: true).Select(w => w.Name));
    }

    [Fact]
    public void Leave_out_what_gets_no_gradient()
    {
        var sketch = new OperatorSketch();
        // Only the shape of this sum counts.
        sketch.Node("Add", ["input", sketch.Floats("unfelt", 3)], "sum");
        sketch.Node("Shape", ["sum"], "shape");
        sketch.Node("Reshape", ["input", "shape"], "reshaped");
        sketch.Node("Clip", ["reshaped", sketch.Scalar("low", 0), sketch.Scalar("high", 6)], "clipped");
        sketch.Node("Pad", ["clipped", sketch.Integers("pads", 0, 0, 0, 1), sketch.Scalar("value", 1)], "padded");
        sketch.Node("Mul", ["padded", sketch.Scalar("single", 2)], "output");
        Assert.Empty(LearnableWeights.Find(sketch.Build(3), "input", "output", includeNormalisation: true));
    }

    [Fact]
    public void Leave_out_what_also_serves_as_a_statistic()
    {
        var sketch = new OperatorSketch();
        sketch.Node("BatchNormalization", ["input", sketch.Floats("scale", 3), sketch.Floats("both", 3), "both", sketch.Positive("variance", 3)], "output");
        Assert.Equal(["scale"], LearnableWeights.Find(sketch.Build(3, 2, 2), "input", "output", includeNormalisation: true).Select(w => w.Name));
        Assert.Empty(LearnableWeights.Find(sketch.Build(3, 2, 2), "input", "output", includeNormalisation: false));
    }

    [Fact]
    public void Need_a_cut_that_everything_crosses()
    {
        ModelProto network = TinyNetwork.Create();
        var error = Assert.Throws<NetworkException>(() => LearnableWeights.Find(network, "block1.inner", "output", includeNormalisation: true));
        Assert.Contains("'input'", error.Message);
        Assert.Throws<NetworkException>(() => LearnableWeights.Find(network, "nowhere", "output", includeNormalisation: true));
        Assert.Throws<NetworkException>(() => LearnableWeights.Find(network, "conv1", "nowhere", includeNormalisation: true));
        Assert.Throws<NetworkException>(() => LearnableWeights.Find(network, "block2", "block1", includeNormalisation: true));
    }
}
