using MLTransfer.Networks;

namespace MLTransfer.Tests.Training.Torch.Operators;

[Collection(TorchTests.Name)]
public class PaddingTests
{
    private static readonly long[] Image = [0, 0, 1, 2, 0, 0, 3, 1];
    private static readonly long[] Channels = [0, 1, 0, 0, 0, 2, 0, 0];

    public static TheoryData<long, string, long[], float> Forms => new()
    {
        { 7, "constant", Image, 0f },
        { 7, "constant", Channels, 1.5f },
        { 7, "reflect", Image, 0f },
        { 7, "edge", Image, 0f },
        { 11, "constant", Image, 0f },
        { 13, "constant", Channels, -2f },
        { 13, "constant", [0, 0, -1, 1, 0, 0, 2, -1], 0f },
        { 13, "reflect", Image, 0f },
        { 18, "edge", Channels, 0f },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Is_what_the_runtime_computes(long opset, string mode, long[] pads, float value)
    {
        var sketch = new OperatorSketch(opset);
        if (opset < 11)
        {
            sketch.Node(
                "Pad", ["input"], "output", OperatorSketch.Text("mode", mode), GraphElements.Attribute("pads", pads), OperatorSketch.Number("value", value));
        }
        else
        {
            sketch.Node("Pad", ["input", sketch.Integers("pads", pads), sketch.Scalar("value", value)], "output", OperatorSketch.Text("mode", mode));
        }

        sketch.AssertAgreement([3, 5, 4]);
    }

    [Theory]
    [InlineData("constant")]
    [InlineData("reflect")]
    public void May_name_its_axes(string mode)
    {
        var sketch = new OperatorSketch(18);
        sketch.Node(
            "Pad", ["input", sketch.Integers("pads", 1, 2, 3, 0), "", sketch.Integers("axes", -1, 2)], "output", OperatorSketch.Text("mode", mode));
        sketch.AssertAgreement([3, 5, 4]);
    }
}
