using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Training.Torch.Operators;

[Collection(TorchTests.Name)]
public class ConvolutionTests
{
    private static readonly long[] None = [];

    public static TheoryData<string, long, long, long, long[], long[], long[], long[], string, bool> Forms => new()
    {
        // name, inputs, outputs, groups, kernel, strides, dilations, pads, auto_pad, bias
        { "plain", 3, 4, 1, [3, 3], None, None, None, "", false },
        { "bias and padding", 3, 4, 1, [3, 3], [1, 1], [1, 1], [1, 1, 1, 1], "NOTSET", true },
        { "pointwise", 4, 6, 1, [1, 1], [2, 2], None, None, "", true },
        { "grouped", 4, 6, 2, [3, 3], None, None, [1, 1, 1, 1], "", true },
        { "depthwise", 4, 4, 4, [3, 3], [2, 2], None, [1, 1, 1, 1], "", false },
        { "depthwise with a multiplier", 3, 6, 3, [3, 3], None, None, [1, 1, 1, 1], "", true },
        { "dilated", 2, 3, 1, [3, 3], None, [2, 3], [2, 3, 2, 3], "", false },
        { "more padding in front", 2, 3, 1, [3, 3], [2, 2], None, [1, 1, 0, 0], "", false },
        { "more padding behind", 2, 3, 1, [3, 3], [2, 2], None, [0, 0, 1, 1], "", true },
        { "padding of four sizes", 2, 3, 1, [3, 2], [1, 1], None, [0, 1, 3, 2], "", false },
        { "padding that the last window does not reach", 2, 3, 1, [2, 2], [3, 3], None, [1, 1, 0, 2], "", false },
        { "same upper", 2, 3, 1, [3, 3], [2, 2], None, None, "SAME_UPPER", false },
        { "same lower", 2, 3, 1, [3, 3], [2, 2], None, None, "SAME_LOWER", true },
        { "same upper of an even kernel", 2, 3, 1, [4, 2], [1, 1], None, None, "SAME_UPPER", false },
        { "same lower of an even kernel", 2, 3, 1, [4, 2], [1, 3], None, None, "SAME_LOWER", false },
        { "valid", 2, 3, 1, [3, 3], [2, 1], None, None, "VALID", false },
        { "oblong", 2, 3, 1, [1, 5], [1, 2], None, [0, 2, 0, 2], "", true },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Is_what_the_runtime_computes(
        string name, long inputs, long outputs, long groups, long[] kernel, long[] strides, long[] dilations, long[] pads, string autoPad, bool bias)
    {
        foreach ((long height, long width) in new[] { (8L, 8L), (9L, 7L) })
        {
            var sketch = new OperatorSketch();
            string[] operands = ["input", sketch.Floats("weights", outputs, inputs / groups, kernel[0], kernel[1])];
            if (bias)
                operands = [.. operands, sketch.Floats("bias", outputs)];
            NodeProto node = sketch.Node("Conv", operands, "output", GraphElements.Attribute("group", groups));
            if (autoPad.Length > 0)
                node.Attribute.Add(OperatorSketch.Text("auto_pad", autoPad));
            foreach ((string attribute, long[] values) in new[] { ("strides", strides), ("dilations", dilations), ("pads", pads) })
            {
                if (values.Length > 0)
                    node.Attribute.Add(GraphElements.Attribute(attribute, values));
            }

            Assert.NotEmpty(name);
            sketch.AssertAgreement([inputs, height, width], weights: bias ? ["weights", "bias"] : ["weights"]);
        }
    }
}
