using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Benchmarks;

/// <summary>
/// A convolutional network that runs in well under a millisecond: 32 x 32 RGB, three convolutions with a residual connection, global average
/// pooling, and a classifier of five old classes. Its weights follow from a seed.
/// </summary>
internal static class SmallNetwork
{
    public const int Size = 32;
    private const int Narrow = 4, Wide = 8, OldClasses = 5;

    public static BackboneOptions Options { get; } = new()
    {
        Preprocessing = Preprocessing.Keras,
        Resize = new ResizePolicy { ShortSide = 36, CropHeight = Size, CropWidth = Size },
        Stages = [KeyValuePair.Create("stem", "stem"), KeyValuePair.Create("block", "block"), KeyValuePair.Create("wide", "wide")],
    };

    public static ModelProto Create(int seed = 1)
    {
        var random = new Random(seed);
        var graph = new GraphProto { Name = "small" };
        graph.Input.Add(GraphElements.BatchOf("input", 3, Size, Size));
        graph.Output.Add(GraphElements.BatchOf("scores", OldClasses));
        AddConvolution(graph, random, "input", "stem", 3, Narrow, stride: 2);
        AddConvolution(graph, random, "stem", "inner", Narrow, Narrow, stride: 1);
        graph.Node.Add(GraphElements.Node("Add", ["inner", "stem"], "block"));
        AddConvolution(graph, random, "block", "wide", Narrow, Wide, stride: 2);
        graph.Node.Add(GraphElements.Node("GlobalAveragePool", ["wide"], "pooled"));
        graph.Initializer.Add(GraphElements.Tensor("shape", 0L, Wide));
        graph.Node.Add(GraphElements.Node("Reshape", ["pooled", "shape"], "flat"));
        graph.Initializer.Add(GraphElements.Tensor("old.weights", Weights(random, Wide * OldClasses, Wide), Wide, OldClasses));
        graph.Initializer.Add(GraphElements.Tensor("old.bias", new float[OldClasses], OldClasses));
        graph.Node.Add(GraphElements.Node("Gemm", ["flat", "old.weights", "old.bias"], "logits"));
        graph.Node.Add(GraphElements.Node("Softmax", ["logits"], "scores", GraphElements.Attribute("axis", 1L)));
        var network = new ModelProto { IrVersion = 7, Graph = graph };
        network.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 13 });
        return network;
    }

    private static void AddConvolution(GraphProto graph, Random random, string from, string to, int inputs, int outputs, int stride)
    {
        graph.Initializer.Add(GraphElements.Tensor($"{to}.weights", Weights(random, outputs * inputs * 9, inputs * 9), outputs, inputs, 3, 3));
        graph.Initializer.Add(GraphElements.Tensor($"{to}.bias", new float[outputs], outputs));
        graph.Node.Add(GraphElements.Node(
            "Conv", [from, $"{to}.weights", $"{to}.bias"], $"{to}.conv",
            GraphElements.Attribute("kernel_shape", [3L, 3]), GraphElements.Attribute("strides", [(long)stride, stride]),
            GraphElements.Attribute("pads", [1L, 1, 1, 1])));
        graph.Node.Add(GraphElements.Node("Relu", [$"{to}.conv"], to));
    }

    private static float[] Weights(Random random, int count, int inputs)
        => [.. Enumerable.Range(0, count).Select(_ => (float)(((random.NextDouble() * 2) - 1) * Math.Sqrt(6.0 / inputs)))];
}
