using MLTransfer.Networks;

namespace MLTransfer.Tests.Training.Torch.Operators;

[Collection(TorchTests.Name)]
public class ArithmeticTests
{
    [Theory]
    [InlineData("Add", new long[] { 3, 4 }, false)]
    [InlineData("Add", new long[] { 4 }, true)]
    [InlineData("Sub", new long[] { 3, 1 }, false)]
    [InlineData("Sub", new long[] { 1, 3, 4 }, true)]
    [InlineData("Mul", new long[] { 3, 4 }, false)]
    [InlineData("Mul", new long[] { 2, 3, 1 }, true)]
    [InlineData("Div", new long[] { 4 }, false)]
    [InlineData("Div", new long[] { 3, 4 }, true)]
    public void A_constant_of_several_numbers_learns(string operation, long[] shape, bool first)
    {
        var sketch = new OperatorSketch(7);
        string constant = sketch.Floats("constant", shape);
        sketch.Node(operation, first ? [constant, "input"] : ["input", constant], "output");
        sketch.AssertAgreement([3, 4], weights: ["constant"], positive: true);
    }

    [Theory]
    [InlineData("Add")]
    [InlineData("Sub")]
    [InlineData("Mul")]
    [InlineData("Div")]
    public void A_constant_of_one_number_stays(string operation)
    {
        var sketch = new OperatorSketch(14);
        sketch.Node(operation, ["input", sketch.Scalar("constant", 1.7f)], "output");
        sketch.AssertAgreement([3, 4]);
    }

    [Theory]
    [InlineData("Add")]
    [InlineData("Sub")]
    [InlineData("Mul")]
    [InlineData("Div")]
    public void Two_tensors_are_combined_as_the_runtime_does(string operation)
    {
        var sketch = new OperatorSketch();
        sketch.Node("Sigmoid", ["input"], "other");
        sketch.Node(operation, ["input", "other"], "output");
        sketch.AssertAgreement([3, 4]);
    }

    [Theory]
    [InlineData(2f)]
    [InlineData(0.5f)]
    [InlineData(3f)]
    [InlineData(-1f)]
    public void Powers_and_roots_are_what_the_runtime_computes(float exponent)
    {
        var sketch = new OperatorSketch(12);
        sketch.Node("Pow", ["input", sketch.Scalar("exponent", exponent)], "power");
        sketch.Node("Sqrt", ["power"], "output");
        sketch.AssertAgreement([3, 4], positive: true);
    }

    [Theory]
    [InlineData(7, false, false, true, 1f, 1f)]
    [InlineData(7, false, true, true, 1f, 1f)]
    [InlineData(11, false, true, false, 0.5f, 1f)]
    [InlineData(13, false, false, true, 0.5f, 2f)]
    [InlineData(13, true, false, true, 1f, 1f)]
    [InlineData(13, true, true, true, 2f, 0.5f)]
    public void Gemm_is_what_the_runtime_computes(long opset, bool transposesA, bool transposesB, bool hasBias, float alpha, float beta)
    {
        var sketch = new OperatorSketch(opset);
        string data = "input";
        if (transposesA)
            sketch.Node("Transpose", [data], data = "turned");
        string[] operands = [data, transposesB ? sketch.Floats("weights", 4, 5) : sketch.Floats("weights", 5, 4)];
        sketch.Node(
            "Gemm", hasBias ? [.. operands, sketch.Floats("bias", 4)] : operands, "output",
            GraphElements.Attribute("transA", transposesA ? 1L : 0L), GraphElements.Attribute("transB", transposesB ? 1L : 0L),
            OperatorSketch.Number("alpha", alpha), OperatorSketch.Number("beta", beta));
        sketch.AssertAgreement([5], weights: hasBias ? ["weights", "bias"] : ["weights"]);
    }

    [Theory]
    [InlineData(new long[] { 5 }, new long[] { 5, 4 })]
    [InlineData(new long[] { 3, 5 }, new long[] { 5, 4 })]
    [InlineData(new long[] { 3, 5 }, new long[] { 2, 5, 4 })]
    [InlineData(new long[] { 2, 3, 5 }, new long[] { 2, 5, 4 })]
    [InlineData(new long[] { 3, 5 }, new long[] { 5 })]
    public void MatMul_is_what_the_runtime_computes(long[] shape, long[] weights)
    {
        var sketch = new OperatorSketch();
        sketch.Node("MatMul", ["input", sketch.Floats("weights", weights)], "output");
        sketch.AssertAgreement(shape, weights: ["weights"]);
    }

    [Fact]
    public void MatMul_multiplies_two_tensors()
    {
        var sketch = new OperatorSketch();
        sketch.Node("Transpose", ["input"], "turned", GraphElements.Attribute("perm", [0L, 2, 1]));
        sketch.Node("MatMul", ["input", "turned"], "output");
        sketch.AssertAgreement([3, 5]);
    }

    [Fact]
    public void A_weight_that_is_used_twice_has_the_sum_of_both_gradients()
    {
        var sketch = new OperatorSketch();
        sketch.Node("MatMul", ["input", sketch.Floats("weights", 4, 4)], "once");
        sketch.Node("Tanh", ["once"], "between");
        sketch.Node("MatMul", ["between", "weights"], "output");
        sketch.AssertAgreement([4], weights: ["weights"]);
    }
}
