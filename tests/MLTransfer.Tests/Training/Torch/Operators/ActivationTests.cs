using MLTransfer.Networks;
using MLTransfer.Training.Torch;
using Onnx;
using static TorchSharp.torch;

namespace MLTransfer.Tests.Training.Torch.Operators;

[Collection(TorchTests.Name)]
public class ActivationTests
{
    public static TheoryData<string, long, string> Forms => new()
    {
        { "Relu", 7, "" },
        { "Relu", 14, "" },
        { "Sigmoid", 9, "" },
        { "Tanh", 9, "" },
        { "Erf", 9, "" },
        { "HardSwish", 14, "" },
        { "HardSigmoid", 7, "" },
        { "HardSigmoid", 13, "alpha=0.16666667 beta=0.4" },
        { "LeakyRelu", 7, "" },
        { "LeakyRelu", 16, "alpha=0.3" },
        { "Elu", 7, "" },
        { "Elu", 7, "alpha=0.7" },
        { "Clip", 7, "min=0 max=1.5" },
        { "Clip", 7, "max=1" },
        { "Softmax", 7, "" },
        { "Softmax", 12, "axis=2" },
        { "Softmax", 12, "axis=0" },
        { "Softmax", 11, "axis=-1" },
        { "Softmax", 13, "" },
        { "Softmax", 13, "axis=1" },
        { "Gelu", 20, "" },
        { "Gelu", 20, "approximate=tanh" },
        { "Dropout", 7, "ratio=0.3" },
        { "Dropout", 12, "" },
        { "Identity", 13, "" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Is_what_the_runtime_computes(string operation, long opset, string attributes)
    {
        foreach (long[] shape in new long[][] { [10], [3, 4, 5] })
        {
            if (shape.Length == 1 && attributes is "axis=2")
                continue;
            var sketch = new OperatorSketch(opset);
            sketch.Node("Mul", ["input", sketch.Floats("factor", shape)], "varied");
            NodeProto node = sketch.Node(operation, ["varied"], "output");
            foreach (string[] attribute in attributes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(a => a.Split('=')))
            {
                node.Attribute.Add(attribute[0] switch
                {
                    "axis" => GraphElements.Attribute("axis", long.Parse(attribute[1])),
                    "approximate" => OperatorSketch.Text("approximate", attribute[1]),
                    _ => OperatorSketch.Number(attribute[0], float.Parse(attribute[1])),
                });
            }

            sketch.AssertAgreement(shape, weights: ["factor"]);
        }
    }

    [Theory]
    [InlineData(-0.5f, 1f)]
    [InlineData(null, 1f)]
    [InlineData(-0.5f, null)]
    [InlineData(null, null)]
    public void Clip_takes_its_bounds_as_operands_that_never_learn(float? low, float? high)
    {
        var sketch = new OperatorSketch(13);
        string[] operands = ["input", low is { } l ? sketch.Scalar("low", l) : "", high is { } h ? sketch.Scalar("high", h) : ""];
        sketch.Node("Clip", operands, "output");
        sketch.AssertAgreement([3, 4]);
    }

    [Theory]
    [InlineData(new long[] { 3, 1, 1 })]
    [InlineData(new long[] { 1 })]
    public void PRelu_learns_its_slopes(long[] shape)
    {
        var sketch = new OperatorSketch(16);
        sketch.Node("PRelu", ["input", sketch.Floats("slopes", shape)], "output");
        sketch.AssertAgreement([3, 4, 5], weights: ["slopes"]);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(13)]
    public void Dropout_drops_in_training_only(long opset)
    {
        TorchRuntime.Load();
        var sketch = new OperatorSketch(opset);
        string[] operands = opset >= 12 ? ["input", sketch.Scalar("ratio", 0.25f)] : ["input"];
        NodeProto node = sketch.Node("Dropout", operands, "output");
        if (opset < 12)
            node.Attribute.Add(OperatorSketch.Number("ratio", 0.25f));
        using var network = new TorchNetwork(sketch.Build(4000), "input", "output", CPU);
        using var scope = NewDisposeScope();
        Tensor input = ones(2, 4000);

        Assert.Equal(8000, network.Forward(input, training: false, ScalarType.Float32).sum().item<float>());
        float[] dropped = network.Forward(input, training: true, ScalarType.Float32).data<float>().ToArray();
        Assert.Equal([0f, 4 / 3f], dropped.Distinct().Order().Select(v => MathF.Round(v, 5)).Select(v => v > 1 ? 4 / 3f : v));
        Assert.InRange(dropped.Count(v => v == 0) / 8000.0, 0.22, 0.28);
    }
}
