using Google.Protobuf;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Benchmarks.Scale;

/// <summary>
/// A network that takes photos of the usual size and gives as many features as ResNet18, and costs next to nothing: patches of 16 x 16 pixels to
/// 16 channels, these to 512, and their average. Its features mean nothing; what is around a network works as hard as ever.
/// </summary>
internal static class QuickNetwork
{
    private const int Size = 224, Patch = 16, Channels = 16, Features = 512;

    /// <summary>The network as a backbone, from a file in a folder.</summary>
    public static Backbone Create(string folder)
    {
        string path = Path.Combine(folder, "quick.onnx");
        File.WriteAllBytes(path, Build().ToByteArray());
        return Backbone.FromOnnx(path, new BackboneOptions { Preprocessing = Preprocessing.Keras, Resize = ResizePolicy.Default });
    }

    private static ModelProto Build()
    {
        var graph = new GraphProto { Name = "quick" };
        graph.Input.Add(GraphElements.BatchOf("input", 3, Size, Size));
        graph.Output.Add(GraphElements.BatchOf("features", Features));
        AddConvolution(graph, "input", "patches", 3, Channels, Patch);
        AddConvolution(graph, "patches", "wide", Channels, Features, 1);
        graph.Node.Add(GraphElements.Node("GlobalAveragePool", ["wide"], "pooled"));
        graph.Node.Add(GraphElements.Node("Flatten", ["pooled"], "features"));
        var network = new ModelProto { IrVersion = 7, Graph = graph };
        network.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 13 });
        return network;
    }

    private static void AddConvolution(GraphProto graph, string from, string to, int inputs, int outputs, int side)
    {
        var random = new Random(outputs);
        var weights = new float[outputs * inputs * side * side];
        double scale = Math.Sqrt(3.0 / (inputs * side * side));
        for (int i = 0; i < weights.Length; i++)
            weights[i] = (float)(((random.NextDouble() * 2) - 1) * scale);
        graph.Initializer.Add(GraphElements.Tensor($"{to}.weights", weights, outputs, inputs, side, side));
        graph.Node.Add(GraphElements.Node(
            "Conv", [from, $"{to}.weights"], $"{to}.conv",
            GraphElements.Attribute("kernel_shape", [(long)side, side]), GraphElements.Attribute("strides", [(long)side, side])));
        graph.Node.Add(GraphElements.Node("Relu", [$"{to}.conv"], to));
    }
}
