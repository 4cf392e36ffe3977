using Google.Protobuf;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Training.Probing;

/// <summary>
/// A network of two stages on 32 x 32 pixels that ends in average pooling: "low" passes the colours on, and "top" (stride 2) is either blind to
/// colour or sees edges. So it is known which stage tells which pictures apart.
/// </summary>
internal static class TwoStageNetwork
{
    /// <summary>"top" computes brightness alone: tints are told apart by "low" and by nothing after it.</summary>
    public static Backbone WithColourblindTop(TemporaryFolder folder)
        => Create(folder, "blind.onnx", [Smooth, Scaled(Smooth, -1), Scaled(Smooth, .5f)]);

    /// <summary>"top" computes horizontal and vertical differences of brightness: it tells which way stripes run, and nothing before it does.</summary>
    public static Backbone WithEdgesOnTop(TemporaryFolder folder)
        => Create(folder, "edges.onnx", [Horizontal, Scaled(Horizontal, -1), Vertical, Scaled(Vertical, -1)]);

    private static float[] Smooth => [.. Enumerable.Repeat(1 / 9f, 9)];

    private static float[] Horizontal => [0, 0, 0, -1, 0, 1, 0, 0, 0];

    private static float[] Vertical => [0, -1, 0, 0, 0, 0, 0, 1, 0];

    private static float[] Scaled(float[] filter, float by) => [.. filter.Select(w => w * by)];

    private static Backbone Create(TemporaryFolder folder, string file, float[][] filters)
    {
        var graph = new GraphProto { Name = "two stages" };
        graph.Input.Add(GraphElements.BatchOf("input", 3, 32, 32));
        graph.Output.Add(GraphElements.BatchOf("output", filters.Length));
        graph.Initializer.Add(GraphElements.Tensor("low.weights", [.01f, 0, 0, 0, .01f, 0, 0, 0, .01f], 3, 3, 1, 1));
        graph.Node.Add(GraphElements.Node("Conv", ["input", "low.weights"], "low.conv"));
        graph.Node.Add(GraphElements.Node("Relu", ["low.conv"], "low"));
        // The same for all three colours.
        float[] weights = [.. filters.SelectMany(filter => Enumerable.Repeat(filter, 3).SelectMany(w => w))];
        graph.Initializer.Add(GraphElements.Tensor("top.weights", weights, filters.Length, 3, 3, 3));
        graph.Node.Add(GraphElements.Node(
            "Conv", ["low", "top.weights"], "top.conv",
            GraphElements.Attribute("strides", [2L, 2L]), GraphElements.Attribute("pads", [0L, 0L, 1L, 1L])));
        graph.Node.Add(GraphElements.Node("Relu", ["top.conv"], "top"));
        graph.Node.Add(GraphElements.Node("GlobalAveragePool", ["top"], "pooled"));
        graph.Node.Add(GraphElements.Node("Flatten", ["pooled"], "output"));
        var network = new ModelProto { IrVersion = 7, Graph = graph };
        network.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 13 });
        File.WriteAllBytes(folder[file], network.ToByteArray());
        return Backbone.FromOnnx(folder[file], new BackboneOptions
        {
            Resize = TinyNetwork.Resize,
            Stages = [KeyValuePair.Create("low", "low"), KeyValuePair.Create("top", "top")],
            KeepClassifier = true,
        });
    }
}
