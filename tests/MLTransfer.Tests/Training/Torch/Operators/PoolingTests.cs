using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Training.Torch.Operators;

[Collection(TorchTests.Name)]
public class PoolingTests
{
    private static readonly long[] None = [];

    public static TheoryData<string, long, long[], long[], long[], long[], string, bool> Forms => new()
    {
        // operator, opset, kernel, strides, dilations, pads, auto_pad, ceil_mode
        { "MaxPool", 8, [2, 2], [2, 2], None, None, "", false },
        { "MaxPool", 8, [3, 3], None, None, [1, 1, 1, 1], "", false },
        { "MaxPool", 12, [3, 3], [2, 2], None, [0, 0, 1, 1], "", false },
        { "MaxPool", 12, [3, 3], [2, 2], None, [1, 1, 0, 0], "", false },
        { "MaxPool", 12, [3, 3], [2, 2], None, [2, 2, 2, 2], "", false },
        { "MaxPool", 12, [2, 2], None, [2, 3], [1, 1, 1, 0], "", false },
        { "MaxPool", 12, [3, 3], [2, 2], None, None, "", true },
        { "MaxPool", 12, [3, 3], [3, 2], None, [1, 1, 1, 1], "", true },
        { "MaxPool", 12, [2, 2], [3, 3], None, [1, 0, 1, 1], "", true },
        { "MaxPool", 12, [2, 3], [2, 2], None, None, "SAME_UPPER", false },
        { "MaxPool", 12, [2, 3], [2, 2], None, None, "SAME_LOWER", false },
        { "MaxPool", 12, [2, 3], [2, 2], None, None, "VALID", false },
        { "AveragePool", 7, [2, 2], [2, 2], None, None, "", false },
        { "AveragePool", 10, [3, 3], None, None, [1, 1, 1, 1], "", false },
        { "AveragePool", 10, [3, 3], [2, 2], None, [0, 0, 1, 1], "", false },
        { "AveragePool", 10, [3, 2], [2, 2], None, [1, 1, 0, 0], "", false },
        { "AveragePool", 10, [3, 3], [2, 2], None, None, "", true },
        { "AveragePool", 10, [3, 3], [2, 2], None, [1, 1, 1, 1], "", true },
        { "AveragePool", 10, [2, 3], [2, 2], None, None, "SAME_UPPER", false },
        { "AveragePool", 10, [2, 3], [2, 2], None, None, "SAME_LOWER", false },
        { "AveragePool", 19, [2, 3], [2, 2], None, None, "VALID", false },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Over_windows_is_what_the_runtime_computes(
        string operation, long opset, long[] kernel, long[] strides, long[] dilations, long[] pads, string autoPad, bool roundsUp)
    {
        foreach (bool countsPadding in operation == "MaxPool" ? [false] : new[] { false, true })
        {
            foreach ((long height, long width) in new[] { (8L, 8L), (9L, 6L) })
            {
                var sketch = new OperatorSketch(opset);
                NodeProto node = sketch.Node(operation, ["input"], "output", GraphElements.Attribute("kernel_shape", kernel));
                if (autoPad.Length > 0)
                    node.Attribute.Add(OperatorSketch.Text("auto_pad", autoPad));
                if (roundsUp)
                    node.Attribute.Add(GraphElements.Attribute("ceil_mode", 1L));
                if (countsPadding)
                    node.Attribute.Add(GraphElements.Attribute("count_include_pad", 1L));
                foreach ((string attribute, long[] values) in new[] { ("strides", strides), ("dilations", dilations), ("pads", pads) })
                {
                    if (values.Length > 0)
                        node.Attribute.Add(GraphElements.Attribute(attribute, values));
                }

                sketch.AssertAgreement([2, height, width]);
            }
        }
    }

    [Theory]
    [InlineData("GlobalAveragePool")]
    [InlineData("GlobalMaxPool")]
    public void Over_the_image_is_what_the_runtime_computes(string operation)
    {
        var sketch = new OperatorSketch();
        sketch.Node(operation, ["input"], "output");
        sketch.AssertAgreement([3, 5, 4]);
    }

    [Theory]
    [InlineData(11, new long[] { 2, 3 }, true)]
    [InlineData(13, new long[] { -1, -2 }, false)]
    [InlineData(13, new long[] { }, true)]
    [InlineData(18, new long[] { 2, 3 }, false)]
    [InlineData(18, new long[] { 1 }, true)]
    [InlineData(18, new long[] { }, false)]
    public void A_mean_is_what_the_runtime_computes(long opset, long[] axes, bool keeps)
    {
        var sketch = new OperatorSketch(opset);
        string[] operands = opset >= 18 && axes.Length > 0 ? ["input", sketch.Integers("axes", axes)] : ["input"];
        NodeProto node = sketch.Node("ReduceMean", operands, "output", GraphElements.Attribute("keepdims", keeps ? 1L : 0L));
        if (opset < 18 && axes.Length > 0)
            node.Attribute.Add(GraphElements.Attribute("axes", axes));
        sketch.AssertAgreement([3, 5, 4]);
    }

    [Fact]
    public void A_mean_over_no_axes_may_leave_everything_as_it_is()
    {
        var sketch = new OperatorSketch(18);
        sketch.Node("ReduceMean", ["input", sketch.Integers("axes")], "output", GraphElements.Attribute("noop_with_empty_axes", 1L));
        sketch.AssertAgreement([3, 2]);
    }
}
