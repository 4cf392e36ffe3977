using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Networks;

/// <summary>Draws a network node by node, with weights from a seed. Every method returns the name of the tensor that it adds.</summary>
internal sealed class NetworkSketch
{
    private readonly Random _random;

    public NetworkSketch(int height = 16, int width = 16, int seed = 1, long batch = 0)
    {
        _random = new Random(seed);
        Graph.Input.Add(GraphElements.BatchOf("input", 3, height, width));
        if (batch > 0)
            Graph.Input[0].Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimValue = batch };
    }

    public GraphProto Graph { get; } = new() { Name = "sketch" };

    public string Node(string operation, string[] inputs, string output, params ReadOnlySpan<AttributeProto> attributes)
    {
        Graph.Node.Add(GraphElements.Node(operation, inputs, output, attributes));
        return output;
    }

    public string Weights(string name, params long[] shape)
    {
        float scale = (float)Math.Sqrt(3.0 * shape[0] / shape.Aggregate(1L, (product, d) => product * d));
        Graph.Initializer.Add(GraphElements.Tensor(name, Numbers.Random(_random, (int)shape.Aggregate(1L, (p, d) => p * d), -scale, scale), shape));
        return name;
    }

    public string Integers(string name, params long[] values)
    {
        Graph.Initializer.Add(GraphElements.Tensor(name, values));
        return name;
    }

    public string Scalar(string name, long value)
    {
        TensorProto scalar = GraphElements.Tensor(name, value);
        scalar.Dims.Clear();
        Graph.Initializer.Add(scalar);
        return name;
    }

    public string Conv(string from, string to, int inputs, int outputs, int stride = 1, int group = 1, int size = 3)
        => Node(
            "Conv", [from, Weights($"{to}.weights", outputs, inputs / group, size, size)], to,
            GraphElements.Attribute("kernel_shape", [(long)size, size]), GraphElements.Attribute("strides", [(long)stride, stride]),
            GraphElements.Attribute("pads", [size / 2L, size / 2, size / 2, size / 2]), GraphElements.Attribute("group", (long)group));

    public string ConvRelu(string from, string to, int inputs, int outputs, int stride = 1, int group = 1, int size = 3)
        => Node("Relu", [Conv(from, $"{to}.conv", inputs, outputs, stride, group, size)], to);

    public string Pool(string from, string to)
        => Node("MaxPool", [from], to, GraphElements.Attribute("kernel_shape", [2L, 2L]), GraphElements.Attribute("strides", [2L, 2L]));

    public ModelProto Build(string output, long opset = 13, params string[] moreOutputs)
    {
        Graph.Output.Add(GraphElements.Untyped(output));
        Graph.Output.Add(moreOutputs.Select(GraphElements.Untyped));
        var network = new ModelProto { IrVersion = 7, Graph = Graph };
        network.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
        return network;
    }
}
