using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Networks;

public class ShapeInferenceTests
{
    [Theory]
    [InlineData("tiny", TinyNetwork.Size)]
    [InlineData("ResNet18", 224)]
    public void Inferred_shapes_are_those_of_a_run(string name, int size)
    {
        ModelProto network = name == "tiny" ? TinyNetwork.Create() : Backbone.ResNet18.Network;
        string[] tensors = [.. CutFinder.Find(network.Graph)];

        IReadOnlyDictionary<string, long[]>? inferred = ShapeInference.TryFind(network, tensors);

        Assert.NotNull(inferred);
        IReadOnlyList<Output> computed = NetworkRun.Of(network, new float[3 * size * size], [1, 3, size, size], tensors);
        Assert.Equal(tensors.Zip(computed, (t, c) => $"{t}: {string.Join(' ', c.Shape[1..])}"), tensors.Select(t => $"{t}: {string.Join(' ', inferred[t])}"));
    }

    [Fact]
    public void A_shape_that_depends_on_numbers_is_not_guessed()
    {
        var sketch = new NetworkSketch();
        sketch.Node("NonZero", ["input"], "where");
        sketch.Node("Cast", ["where"], "output", GraphElements.Attribute("to", (long)TensorProto.Types.DataType.Float));
        Assert.Null(ShapeInference.TryFind(sketch.Build("output"), ["output"]));
    }

    [Fact]
    public void A_network_that_does_not_load_has_no_shapes()
    {
        var sketch = new NetworkSketch();
        sketch.Node("NoSuchOperator", ["input"], "output");
        Assert.Null(ShapeInference.TryFind(sketch.Build("output"), ["output"]));
    }
}
