using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Training.Torch.Operators;

[Collection(TorchTests.Name)]
public class SelectionTests
{
    [Theory]
    [InlineData(1, new long[] { 0, 2, -1, 2 }, false)]
    [InlineData(-1, new long[] { 3 }, false)]
    [InlineData(1, new long[] { 0 }, true)]
    public void Gather_is_what_the_runtime_computes(long axis, long[] indices, bool isScalar)
    {
        var sketch = new OperatorSketch();
        sketch.Node("Gather", ["input", sketch.Integers("indices", indices)], "output", GraphElements.Attribute("axis", axis));
        if (isScalar)
            sketch.Graph.Initializer[0].Dims.Clear();
        sketch.AssertAgreement([3, 4]);
    }

    [Theory]
    [InlineData(9, 1L, 3L, 1L, 1L)]
    [InlineData(9, -2L, 1000L, 2L, 1L)]
    [InlineData(13, 0L, long.MaxValue, 1L, 2L)]
    [InlineData(13, -1L, long.MinValue, 2L, -1L)]
    [InlineData(13, 3L, 0L, -1L, -2L)]
    public void Slice_is_what_the_runtime_computes(long opset, long start, long end, long axis, long step)
    {
        var sketch = new OperatorSketch(opset);
        if (opset < 10)
        {
            sketch.Node(
                "Slice", ["input"], "output", GraphElements.Attribute("starts", [start]), GraphElements.Attribute("ends", [end]),
                GraphElements.Attribute("axes", [axis]));
        }
        else
        {
            string[] operands = [sketch.Integers("starts", start), sketch.Integers("ends", end), sketch.Integers("axes", axis), sketch.Integers("steps", step)];
            sketch.Node("Slice", ["input", .. operands], "output");
        }

        sketch.AssertAgreement([4, 5]);
    }

    [Theory]
    [InlineData(11, new long[] { 1, 3 })]
    [InlineData(11, null)]
    [InlineData(13, new long[] { 3, 1 })]
    [InlineData(13, null)]
    public void Split_is_what_the_runtime_computes(long opset, long[]? sizes)
    {
        var sketch = new OperatorSketch(opset);
        string[] operands = opset >= 13 && sizes is not null ? ["input", sketch.Integers("sizes", sizes)] : ["input"];
        NodeProto node = sketch.Node("Split", operands, "first", GraphElements.Attribute("axis", 1L));
        node.Output.Add("second");
        if (opset < 13 && sizes is not null)
            node.Attribute.Add(GraphElements.Attribute("split", sizes));
        sketch.Node("Tanh", ["second"], "tanh");
        sketch.Node("Concat", ["tanh", "first"], "output", GraphElements.Attribute("axis", 1L));
        sketch.AssertAgreement([4, 5]);
    }
}
