using MLTransfer.Networks;
using MLTransfer.Training.Torch;
using Onnx;
using static TorchSharp.torch;

namespace MLTransfer.Tests.Training.Torch;

[Collection(TorchTests.Name)]
public class UnsupportedNetworkTests
{
    [Fact]
    public void Every_operator_that_cannot_learn_is_named_with_its_node()
    {
        var sketch = new OperatorSketch();
        sketch.Node("Sin", ["input"], "below");
        sketch.Node("Relu", ["below"], "cut");
        sketch.Node("Cos", ["cut"], "waves");
        sketch.Node("FusedConv", ["waves", "waves"], "fused").Domain = "com.microsoft";
        sketch.Node("Clip", ["fused", "waves"], "clipped");
        sketch.Node("Dropout", ["clipped"], "dropped").Output.Add("mask");
        sketch.Node("Where", ["mask", "dropped", "clipped"], "output");
        string message = Message(sketch.Build(3), "cut");
        Assert.Contains("Cos (node 'waves'", message);
        Assert.Contains("com.microsoft.FusedConv (node 'fused'", message);
        Assert.Contains("Clip (node 'clipped': operand 1 is not a constant)", message);
        Assert.Contains("Dropout (node 'dropped': its output 1 is used)", message);
        Assert.Contains("Where (node 'output'", message);
        Assert.Contains("unfreeze from a later stage", message);
        Assert.DoesNotContain("Sin", message);
    }

    [Fact]
    public void Forms_of_an_operator_that_cannot_learn_are_named()
    {
        AssertRefused("on 1 dimensions", "Conv", 13, [2, 4], ["weights:3,2,3"]);
        AssertRefused("on 3 dimensions", "MaxPool", 13, [2, 4, 4, 4], [], GraphElements.Attribute("kernel_shape", [2L, 2, 2]));
        AssertRefused(
            "it is dilated", "AveragePool", 19, [2, 4, 4], [], GraphElements.Attribute("kernel_shape", [2L, 2]), GraphElements.Attribute("dilations", [2L, 2]));
        AssertRefused(
            "training_mode", "BatchNormalization", 15, [2, 4, 4], ["a:2", "b:2", "c:2", "d:2"], GraphElements.Attribute("training_mode", 1L));
        AssertRefused("spatial 0", "BatchNormalization", 7, [2, 4, 4], ["a:2", "b:2", "c:2", "d:2"], GraphElements.Attribute("spatial", 0L));
        AssertRefused("'wrap'", "Pad", 19, [2, 4], [], OperatorSketch.Text("mode", "wrap"), GraphElements.Attribute("pads", [0L, 0, 0, 1, 0, 0]));
        AssertRefused("casts to Float16", "Cast", 13, [2], [], GraphElements.Attribute("to", (long)TensorProto.Types.DataType.Float16));
    }

    [Fact]
    public void A_constant_of_another_type_is_named()
    {
        var sketch = new OperatorSketch();
        sketch.Graph.Initializer.Add(new TensorProto { Name = "half", DataType = (int)TensorProto.Types.DataType.Float16, Dims = { 1 }, Int32Data = { 0 } });
        sketch.Node("Add", ["input", "half"], "output");
        Assert.Contains("its constant 'half' is of type Float16", Message(sketch.Build(3), "input"));
    }

    [Fact]
    public void Activations_of_another_shape_are_an_error_that_names_the_node()
    {
        TorchRuntime.Load();
        using var network = new TorchNetwork(TinyNetwork.Create(), "conv1", "output", CPU);
        using Tensor activations = zeros(2, 5, 16, 16);
        long before = Tensor.TotalCount;
        var error = Assert.Throws<NetworkException>(() => network.Forward(activations, training: false, ScalarType.Float32));
        Assert.Contains("the node 'block1.inner.conv'", error.Message);
        Assert.Equal(before, Tensor.TotalCount);
    }

    private static void AssertRefused(
        string reason, string operation, long opset, long[] shape, string[] operands, params ReadOnlySpan<AttributeProto> attributes)
    {
        var sketch = new OperatorSketch(opset);
        string[] constants = [.. operands.Select(o => o.Split(':')).Select(o => sketch.Floats(o[0], [.. o[1].Split(',').Select(long.Parse)]))];
        sketch.Node(operation, ["input", .. constants], "output", attributes);
        string message = Message(sketch.Build(shape), "input");
        Assert.Contains($"{operation} (node 'output'", message);
        Assert.Contains(reason, message);
    }

    private static string Message(ModelProto network, string cut)
        => Assert.Throws<NetworkException>(() => new TorchNetwork(network, cut, "output", CPU)).Message;
}
