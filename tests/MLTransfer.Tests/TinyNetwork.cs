using Google.Protobuf;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests;

/// <summary>
/// A convolutional network small enough for a test: 32 x 32 RGB; conv1 (stride 2), block1 (a residual block), block2 (stride 2, twice the channels),
/// global average pooling to 12 features. Its weights follow from a seed.
/// </summary>
internal static class TinyNetwork
{
    public const int Size = 32;
    public const int Features = 12;

    public static ResizePolicy Resize { get; } = new() { ShortSide = 36, CropHeight = Size, CropWidth = Size };

    /// <summary>The network as a backbone, from a file in a folder.</summary>
    public static Backbone Backbone(TemporaryFolder folder, int seed = 1)
    {
        string path = folder[$"tiny-{seed}.onnx"];
        File.WriteAllBytes(path, Create(seed).ToByteArray());
        return MLTransfer.Backbone.FromOnnx(path, new BackboneOptions { Preprocessing = Preprocessing.Keras, Resize = Resize });
    }

    /// <summary>The network; <paramref name="batch"/> 0 leaves the batch free.</summary>
    public static ModelProto Create(int seed = 1, int batch = 0, long opset = 13)
    {
        var random = new Random(seed);
        var graph = new GraphProto { Name = "tiny" };
        ValueInfoProto input = GraphElements.BatchOf("input", 3, Size, Size);
        ValueInfoProto output = GraphElements.BatchOf("output", Features);
        if (batch > 0)
        {
            input.Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimValue = batch };
            output.Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimValue = batch };
        }

        graph.Input.Add(input);
        graph.Output.Add(output);
        Convolution("input", "conv1", 3, 6, stride: 2);
        Convolution("conv1", "block1.inner", 6, 6, stride: 1);
        graph.Node.Add(GraphElements.Node("Add", ["block1.inner", "conv1"], "block1"));
        Convolution("block1", "block2", 6, Features, stride: 2);
        graph.Node.Add(GraphElements.Node("GlobalAveragePool", ["block2"], "pooled"));
        graph.Initializer.Add(GraphElements.Tensor("shape", batch > 0 ? batch : 0L, Features));
        graph.Node.Add(GraphElements.Node("Reshape", ["pooled", "shape"], "output"));

        var network = new ModelProto { IrVersion = 7, Graph = graph };
        network.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
        return network;

        void Convolution(string from, string to, int inputs, int outputs, int stride)
        {
            var weights = new float[outputs * inputs * 9];
            for (int i = 0; i < weights.Length; i++)
                weights[i] = (float)((random.NextDouble() * 2 - 1) * Math.Sqrt(3.0 / (inputs * 9)));
            graph.Initializer.Add(GraphElements.Tensor($"{to}.weights", weights, outputs, inputs, 3, 3));
            graph.Node.Add(GraphElements.Node(
                "Conv", [from, $"{to}.weights"], $"{to}.conv",
                GraphElements.Attribute("kernel_shape", [3L, 3L]), GraphElements.Attribute("strides", [(long)stride, stride]), GraphElements.Attribute("pads", [1L, 1L, 1L, 1L])));
            graph.Node.Add(GraphElements.Node("Relu", [$"{to}.conv"], to));
        }
    }
}
