using Onnx;

namespace MLTransfer.Networks;

/// <summary>Finds the classifier that a network ends in, so that it can be cut off.</summary>
/// <remarks>
/// It is the last layer with weights - Gemm, MatMul or a 1x1 convolution - if nothing but a bias, probabilities, and operators that rearrange
/// follow it. SqueezeNet and Network in Network score every position first and average then; so does a layer of features before global pooling,
/// and there the number of outputs decides: classes are fewer than features, or as many as ImageNet has.
/// </remarks>
internal static class OldClassifier
{
    private static readonly HashSet<string> Rearranging =
        ["Cast", "Dropout", "Flatten", "Identity", "Reshape", "Squeeze", "Transpose", "Unsqueeze"];

    private static readonly HashSet<string> Probabilities = ["LogSoftmax", "Sigmoid", "Softmax"];
    private static readonly HashSet<string> Pooling = ["AveragePool", "GlobalAveragePool", "GlobalMaxPool", "ReduceMean"];

    /// <summary>What the classifier of a network reads, its features; null where it has none.</summary>
    /// <param name="network">The network; its input has a fixed height and width.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="NetworkException">ONNX Runtime does not take the network.</exception>
    public static string? FindFeatures(ModelProto network, string name)
    {
        var index = new NetworkGraph(network.Graph, name);
        HashSet<string> computed = NetworkGraph.ComputedFrom(network.Graph, network.Graph.Input[0].Name);
        string output = network.Graph.Output[0].Name, tensor = output;
        bool pools = false, givesProbabilities = false;
        while (index.ProducerOf(tensor) is { } node)
        {
            if (IsLayer(node, index, computed))
                return IsClassifier(network, node, output, pools, givesProbabilities, name) ? node.Input[0] : null;
            if (Below(node, computed, pools) is not { } below)
                return null;
            pools |= Pooling.Contains(node.OpType);
            givesProbabilities |= Probabilities.Contains(node.OpType);
            tensor = below;
        }

        return null;
    }

    /// <summary>The tensor before an operator that may follow a classifier; null for any other operator.</summary>
    private static string? Below(NodeProto node, HashSet<string> computed, bool pools)
    {
        if (node.OpType == "Add")
            return node.Input.Where(computed.Contains).ToArray() is [var only] ? only : null;
        bool mayFollow = Rearranging.Contains(node.OpType) || Probabilities.Contains(node.OpType) || Pooling.Contains(node.OpType)
            || (pools && node.OpType == "Relu");
        return mayFollow ? node.Input[0] : null;
    }

    private static bool IsLayer(NodeProto node, NetworkGraph index, HashSet<string> computed)
        => node.Input.Count > 1 && computed.Contains(node.Input[0]) && !node.Input.Skip(1).Any(computed.Contains) && node.OpType switch
        {
            "MatMul" => true,
            "Gemm" => !node.Attribute.Any(a => a.Name == "transA" && a.I != 0),
            "Conv" => index.ConstantOf(node.Input[1]) is { Dims: [_, _, 1, 1] } && !node.Attribute.Any(a => a.Name == "group" && a.I != 1),
            _ => false,
        };

    private static bool IsClassifier(ModelProto network, NodeProto layer, string output, bool pools, bool givesProbabilities, string name)
    {
        string[] tensors = [.. new[] { layer.Input[0], layer.Output[0], output }.Distinct()];
        IReadOnlyDictionary<string, long[]> shapes = NetworkProbe.ShapesOf(network, tensors, name);
        if (tensors.Any(t => !shapes.TryGetValue(t, out long[]? shape) || shape.Length == 0))
            return false;
        bool isConvolution = layer.OpType == "Conv";
        long features = Channels(layer.Input[0]), classes = Channels(layer.Output[0]);
        return shapes[output].ElementCount() == classes && (!pools || givesProbabilities || classes < features || classes is 1000 or 1001);

        long Channels(string tensor) => isConvolution ? shapes[tensor][0] : shapes[tensor][^1];
    }
}
