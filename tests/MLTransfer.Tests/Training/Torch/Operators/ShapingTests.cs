using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Training.Torch.Operators;

[Collection(TorchTests.Name)]
public class ShapingTests
{
    [Theory]
    [InlineData(new long[] { 0, -1 }, 0)]
    [InlineData(new long[] { -1, 6 }, 0)]
    [InlineData(new long[] { 0, 0, 2, -1 }, 0)]
    [InlineData(new long[] { -1 }, 0)]
    [InlineData(new long[] { -1, 4 }, 1)]
    public void Reshape_is_what_the_runtime_computes(long[] shape, long allowZero)
    {
        var sketch = new OperatorSketch(allowZero == 0 ? 7 : 14);
        NodeProto node = sketch.Node("Reshape", ["input", sketch.Integers("shape", shape)], "output");
        if (allowZero != 0)
            node.Attribute.Add(GraphElements.Attribute("allowzero", allowZero));
        sketch.AssertAgreement([3, 4]);
    }

    [Fact]
    public void Reshape_takes_a_shape_that_is_computed()
    {
        // As PyTorch exports x.reshape(x.shape[0], x.shape[1] * x.shape[2]), with a detour by way of int32 and a division as tf2onnx makes.
        var sketch = new OperatorSketch();
        sketch.Node("Relu", ["input"], "data");
        sketch.Node("Shape", ["data"], "shape");
        sketch.Node("Gather", ["shape", Scalar("first", 0)], "batch", GraphElements.Attribute("axis", 0L));
        sketch.Node("Slice", ["shape", sketch.Integers("from", 1), sketch.Integers("to", 2), sketch.Integers("along", 0)], "rows");
        sketch.Node("Cast", ["rows"], "rows32", GraphElements.Attribute("to", (long)TensorProto.Types.DataType.Int32));
        sketch.Node("Cast", ["rows32"], "rows64", GraphElements.Attribute("to", (long)TensorProto.Types.DataType.Int64));
        sketch.Node("Gather", ["shape", sketch.Integers("third", -2)], "columns");
        sketch.Node("Mul", ["rows64", "columns"], "product");
        sketch.Node("Mul", ["product", sketch.Integers("twice", 5)], "more");
        sketch.Node("Div", ["more", sketch.Integers("half", 2)], "less");
        sketch.Node("Unsqueeze", ["batch", sketch.Integers("axis", 0)], "batch1");
        sketch.Node("Concat", ["batch1", "less", sketch.Integers("rest", -1)], "target", GraphElements.Attribute("axis", 0L));
        sketch.Node("Reshape", ["data", "target"], "output");
        sketch.AssertAgreement([3, 1, 14]);

        string Scalar(string name, long value)
        {
            TensorProto scalar = GraphElements.Tensor(name, value);
            scalar.Dims.Clear();
            sketch.Graph.Initializer.Add(scalar);
            return name;
        }
    }

    [Theory]
    [InlineData(1L, null)]
    [InlineData(-2L, -1L)]
    [InlineData(0L, 9L)]
    public void A_part_of_a_shape_can_be_asked_for(long start, long? end)
    {
        var sketch = new OperatorSketch(15);
        NodeProto node = sketch.Node("Shape", ["input"], "part", GraphElements.Attribute("start", start));
        if (end is { } e)
            node.Attribute.Add(GraphElements.Attribute("end", e));
        sketch.Node("Concat", ["part", sketch.Integers("rest", -1)], "shape", GraphElements.Attribute("axis", 0L));
        sketch.Node("Reshape", ["input", "shape"], "output");
        sketch.AssertAgreement([3, 4]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(3)]
    public void Flatten_is_what_the_runtime_computes(long axis)
    {
        var sketch = new OperatorSketch(11);
        sketch.Node("Flatten", ["input"], "output", GraphElements.Attribute("axis", axis));
        sketch.AssertAgreement([3, 4]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(new long[] { 0, 2, 1, 3 })]
    [InlineData(new long[] { 0, 2, 3, 1 })]
    public void Transpose_is_what_the_runtime_computes(long[]? order)
    {
        var sketch = new OperatorSketch();
        NodeProto node = sketch.Node("Transpose", ["input"], "output");
        if (order is not null)
            node.Attribute.Add(GraphElements.Attribute("perm", order));
        sketch.AssertAgreement([3, 4, 5]);
    }

    [Theory]
    [InlineData("Squeeze", 11, new long[] { 1, 3 })]
    [InlineData("Squeeze", 13, new long[] { -1 })]
    [InlineData("Squeeze", 13, null)]
    [InlineData("Unsqueeze", 11, new long[] { 0, 2 })]
    [InlineData("Unsqueeze", 13, new long[] { -1, 1 })]
    public void Dimensions_of_one_come_and_go_as_in_the_runtime(string operation, long opset, long[]? axes)
    {
        var sketch = new OperatorSketch(opset);
        string[] operands = opset >= 13 && axes is not null ? ["input", sketch.Integers("axes", axes)] : ["input"];
        NodeProto node = sketch.Node(operation, operands, "output");
        if (opset < 13 && axes is not null)
            node.Attribute.Add(GraphElements.Attribute("axes", axes));
        sketch.AssertAgreement([1, 4, 1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Concat_is_what_the_runtime_computes(long axis)
    {
        var sketch = new OperatorSketch();
        sketch.Node("Relu", ["input"], "relu");
        sketch.Node("Tanh", ["input"], "tanh");
        sketch.Node("Concat", ["relu", "input", "tanh"], "output", GraphElements.Attribute("axis", axis));
        sketch.AssertAgreement([3, 4]);
    }

    [Theory]
    [InlineData(new long[] { 2, 3, 4 })]
    [InlineData(new long[] { 3, 1 })]
    [InlineData(new long[] { 5, 1, 1, 4 })]
    public void Expand_is_what_the_runtime_computes(long[] shape)
    {
        var sketch = new OperatorSketch();
        sketch.Node("Expand", ["input", sketch.Integers("shape", shape)], "output");
        sketch.AssertAgreement([1, 4]);
    }

    [Fact]
    public void A_cast_to_float_changes_nothing()
    {
        var sketch = new OperatorSketch();
        sketch.Node("Cast", ["input"], "output", GraphElements.Attribute("to", (long)TensorProto.Types.DataType.Float));
        sketch.AssertAgreement([3, 4]);
    }
}
