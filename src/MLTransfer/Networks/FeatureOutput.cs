using System.Globalization;
using Onnx;

namespace MLTransfer.Networks;

/// <summary>Ends a network in one feature vector an image.</summary>
internal static class FeatureOutput
{
    /// <summary>Pools the output and names it <see cref="TensorNames.Features"/>: float32 [N, <paramref name="length"/>].</summary>
    /// <param name="network">The network; changed in place.</param>
    /// <param name="shape">The shape of its output without the batch: [C, H, W], [H, W, C], [tokens, C] or [C].</param>
    /// <param name="pooling">What becomes of the positions.</param>
    /// <param name="length">The number of features.</param>
    public static void Append(ModelProto network, IReadOnlyList<long> shape, FeaturePooling pooling, out int length)
    {
        AppendPooled(network, network.Graph.Output[0].Name, shape, pooling, "Features", TensorNames.Features);
        length = LengthOf(network.Graph, shape, pooling);
        SetOutput(network.Graph, length);
    }

    /// <summary>Pools several tensors, one after the other in <see cref="TensorNames.Features"/>: float32 [N, <paramref name="length"/>].</summary>
    /// <param name="network">The network; changed in place.</param>
    /// <param name="tensors">Tensors that it computes, at least one, each with its shape without the batch and its pooling.</param>
    /// <param name="length">The number of features of all together.</param>
    public static void AppendAll(
        ModelProto network, IReadOnlyList<(string Tensor, IReadOnlyList<long> Shape, FeaturePooling Pooling)> tensors, out int length)
    {
        GraphProto graph = network.Graph;
        var parts = new List<string>();
        length = 0;
        foreach ((string tensor, IReadOnlyList<long> shape, FeaturePooling pooling) in tensors)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"Features.{parts.Count}");
            AppendPooled(network, tensor, shape, pooling, name, name);
            parts.Add(name);
            length = checked(length + LengthOf(graph, shape, pooling));
        }

        graph.Node.Add(GraphElements.Node("Concat", parts, TensorNames.Features, GraphElements.Attribute("axis", 1)));
        SetOutput(graph, length);
    }

    /// <summary>The number of features that <see cref="Append"/> makes of an output.</summary>
    public static int LengthOf(GraphProto graph, IReadOnlyList<long> shape, FeaturePooling pooling)
        => checked((int)(Pools(shape, pooling) ? shape[IsChannelsFirst(graph, shape) ? 0 : ^1] : shape.ElementCount()));

    private static void AppendPooled(
        ModelProto network, string tensor, IReadOnlyList<long> shape, FeaturePooling pooling, string prefix, string output)
    {
        GraphProto graph = network.Graph;
        string current = tensor;
        if (Pools(shape, pooling))
        {
            string pooled = $"{prefix}.Pooled";
            graph.Node.Add(IsChannelsFirst(graph, shape)
                ? GlobalPool(pooling, current, pooled)
                : Reduce(network, pooling, shape.Count - 1, current, pooled, $"{prefix}.Axes"));
            current = pooled;
        }

        graph.Node.Add(GraphElements.Node("Flatten", [current], output, GraphElements.Attribute("axis", 1)));
    }

    private static void SetOutput(GraphProto graph, int length)
    {
        graph.Output.Clear();
        graph.Output.Add(GraphElements.BatchOf(TensorNames.Features, length));
    }

    private static bool Pools(IReadOnlyList<long> shape, FeaturePooling pooling) => pooling != FeaturePooling.Flatten && shape.Count > 1;

    private static bool IsChannelsFirst(GraphProto graph, IReadOnlyList<long> shape)
        => shape.Count == 3 && !ActivationLayout.IsChannelsLast(graph, shape);

    private static NodeProto GlobalPool(FeaturePooling pooling, string input, string output)
        => GraphElements.Node(pooling == FeaturePooling.Max ? "GlobalMaxPool" : "GlobalAveragePool", [input], output);

    /// <summary>Over all dimensions between batch and channels: [N, tokens, C] or [N, H, W, C] to [N, C].</summary>
    private static NodeProto Reduce(ModelProto network, FeaturePooling pooling, int positionDimensions, string input, string output, string axesName)
    {
        long[] axes = [.. Enumerable.Range(1, positionDimensions)];
        AttributeProto keep = GraphElements.Attribute("keepdims", 0L);
        string operation = pooling == FeaturePooling.Max ? "ReduceMax" : "ReduceMean";
        // Since opset 18 the axes are an input.
        if (Opset.Of(network) < 18)
            return GraphElements.Node(operation, [input], output, GraphElements.Attribute("axes", axes), keep);
        network.Graph.Initializer.Add(GraphElements.Tensor(axesName, axes));
        return GraphElements.Node(operation, [input, axesName], output, keep);
    }
}
