using Google.Protobuf;
using MLTransfer.Networks;
using MLTransfer.Tests.Networks;
using Onnx;

namespace MLTransfer.Tests.Training.Torch;

/// <summary>A network of one operator, or few, from "input" to the output of its last node.</summary>
internal sealed class OperatorSketch(long opset = 13)
{
    private readonly Random _random = new(3);

    public GraphProto Graph { get; } = new();

    public static AttributeProto Text(string name, string text)
        => new() { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(text) };

    public static AttributeProto Number(string name, float number)
        => new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = number };

    public NodeProto Node(string operation, string[] inputs, string output, params ReadOnlySpan<AttributeProto> attributes)
    {
        Graph.Node.Add(GraphElements.Node(operation, inputs, output, attributes));
        return Graph.Node[^1];
    }

    /// <summary>An initializer of random numbers from 0.5 to 1.5 of either sign, far from where functions have their kinks.</summary>
    public string Floats(string name, params long[] shape)
    {
        float[] values = Numbers.Random(_random, (int)shape.Aggregate(1L, (p, d) => p * d), 0.5f, 1.5f);
        for (int i = 0; i < values.Length; i++)
            values[i] *= _random.Next(2) == 0 ? 1 : -1;
        Graph.Initializer.Add(GraphElements.Tensor(name, values, shape));
        return name;
    }

    public string Positive(string name, params long[] shape)
    {
        float[] values = Numbers.Random(_random, (int)shape.Aggregate(1L, (p, d) => p * d), 0.5f, 1.5f);
        Graph.Initializer.Add(GraphElements.Tensor(name, values, shape));
        return name;
    }

    public string Scalar(string name, float value)
    {
        Graph.Initializer.Add(GraphElements.Tensor(name, [value]));
        return name;
    }

    public string Integers(string name, params long[] values)
    {
        Graph.Initializer.Add(GraphElements.Tensor(name, values));
        return name;
    }

    public ModelProto Build(params long[] shape) => TorchAgreement.Network(opset, Graph, shape);

    /// <summary>Torch agrees with ONNX Runtime, its gradients with finite differences, and what learns is what is said here.</summary>
    public void AssertAgreement(long[] shape, string[]? weights = null, bool gradients = true, bool positive = false)
    {
        ModelProto network = Build(shape);
        Assert.Equal(weights ?? [], LearnableWeights.Find(network, "input", network.Graph.Output[0].Name, includeNormalisation: true).Select(w => w.Name));
        TorchAgreement.Assert(network, shape, gradients: gradients, positive: positive);
    }
}
