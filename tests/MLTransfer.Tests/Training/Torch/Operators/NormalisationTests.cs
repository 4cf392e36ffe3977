using MLTransfer.Networks;

namespace MLTransfer.Tests.Training.Torch.Operators;

[Collection(TorchTests.Name)]
public class NormalisationTests
{
    [Theory]
    [InlineData(7, new long[] { 3, 4, 5 }, 1e-5f)]
    [InlineData(9, new long[] { 3 }, 1e-3f)]
    [InlineData(15, new long[] { 3, 6 }, 0.1f)]
    public void Of_layers_by_frozen_statistics_is_what_the_runtime_computes(long opset, long[] shape, float epsilon)
    {
        var sketch = new OperatorSketch(opset);
        sketch.Node(
            "BatchNormalization",
            ["input", sketch.Floats("scale", 3), sketch.Floats("bias", 3), sketch.Floats("mean", 3), sketch.Positive("variance", 3)], "output",
            OperatorSketch.Number("epsilon", epsilon));
        sketch.AssertAgreement(shape, weights: ["scale", "bias"]);
    }

    [Theory]
    [InlineData(-1, new long[] { 4 }, true, 1e-5f)]
    [InlineData(2, new long[] { 4 }, false, 1e-2f)]
    [InlineData(1, new long[] { 3, 4 }, true, 1e-5f)]
    public void Of_each_image_is_what_the_runtime_computes(long axis, long[] scale, bool hasBias, float epsilon)
    {
        var sketch = new OperatorSketch(17);
        string[] operands = ["input", sketch.Floats("scale", scale)];
        sketch.Node(
            "LayerNormalization", hasBias ? [.. operands, sketch.Floats("bias", scale)] : operands, "output",
            GraphElements.Attribute("axis", axis), OperatorSketch.Number("epsilon", epsilon));
        sketch.AssertAgreement([3, 4], weights: hasBias ? ["scale", "bias"] : ["scale"]);
    }

    [Theory]
    [InlineData(5, 1e-4f, 0.75f, 1f)]
    [InlineData(7, 0.5f, 0.6f, 2f)]
    [InlineData(1, 0.3f, 0.75f, 1f)]
    [InlineData(3, 0.5f, 1f, 1f)]
    public void Between_neighbouring_channels_is_what_the_runtime_computes(long size, float alpha, float beta, float bias)
    {
        var sketch = new OperatorSketch();
        sketch.Node(
            "LRN", ["input"], "output", GraphElements.Attribute("size", size), OperatorSketch.Number("alpha", alpha),
            OperatorSketch.Number("beta", beta), OperatorSketch.Number("bias", bias));
        sketch.AssertAgreement([6, 3, 2]);
    }
}
