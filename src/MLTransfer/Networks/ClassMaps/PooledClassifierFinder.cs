using Onnx;

namespace MLTransfer.Networks.ClassMaps;

/// <summary>Finds, from the logits downwards, fully connected layers, the pooling below them, and the map of activations that is pooled.</summary>
internal sealed class PooledClassifierFinder
{
    private static readonly HashSet<string> KeepingOrder = ["Dropout", "Flatten", "Identity", "Reshape", "Squeeze", "Unsqueeze"];

    private readonly ModelProto _network;
    private readonly NetworkGraph _graph;

    private PooledClassifierFinder(ModelProto network) => (_network, _graph) = (network, new NetworkGraph(network.Graph, network.Graph.Name));

    /// <summary>The top of a network; null where it is of another kind.</summary>
    /// <param name="network">The network.</param>
    /// <param name="logits">The logits: float32 [N, classes].</param>
    public static PooledClassifier? Find(ModelProto network, string logits) => new PooledClassifierFinder(network).Find(logits);

    private PooledClassifier? Find(string logits)
    {
        var layers = new List<DenseLayer>();
        string tensor = logits;
        while (LayerBelow(tensor, isLast: layers.Count == 0) is var (layer, input))
        {
            layers.Insert(0, layer);
            tensor = input;
        }

        return layers.Count > 0 && PoolingAt(tensor) is var (map, pooling) && FeaturesOf(map, pooling) == layers[0].Inputs
            ? new PooledClassifier(map, pooling, layers)
            : null;
    }

    private (DenseLayer Layer, string Input)? LayerBelow(string tensor, bool isLast)
    {
        NodeProto? node = _graph.ProducerOf(Behind(tensor));
        bool isRectified = !isLast && node?.OpType == "Relu";
        if (isRectified)
            node = _graph.ProducerOf(Behind(node!.Input[0]));
        return node is not null && DenseLayer.TryRead(node, _graph, isRectified, out string input) is { } layer ? (layer, input) : null;
    }

    /// <summary>The map below a tensor of features, and how it becomes them.</summary>
    private (ActivationMap Map, MapPooling Pooling)? PoolingAt(string features)
    {
        var found = MapPooling.Flatten;
        // Of a map that was pooled already, a second pooling leaves the numbers as they are.
        for (string tensor = Behind(features); ;)
        {
            if (Pooling(tensor) is not var (map, pooling))
                return Flattened(tensor, found);
            if (map.Places > 1)
                return (map, pooling);
            (found, tensor) = (pooling, Behind(map.Tensor));
        }
    }

    private (ActivationMap Map, MapPooling Pooling)? Flattened(string tensor, MapPooling pooling)
        => ShapeOf(tensor) is { Length: 3 } shape
            ? (ActivationMap.Of(tensor, shape, ActivationLayout.IsChannelsLast(_network.Graph, shape)), pooling)
            : null;

    private (ActivationMap Map, MapPooling Pooling)? Pooling(string tensor)
    {
        if (_graph.ProducerOf(tensor) is not { } node)
            return null;
        MapPooling? pooling = node.OpType switch
        {
            "GlobalAveragePool" or "AveragePool" or "ReduceMean" => MapPooling.Average,
            "GlobalMaxPool" or "MaxPool" or "ReduceMax" => MapPooling.Max,
            _ => null,
        };
        if (pooling is null || ShapeOf(node.Input[0]) is not { Length: 3 } shape)
            return null;
        bool? isChannelsLast = node.OpType switch
        {
            "ReduceMean" or "ReduceMax" => AreChannelsLast(node),
            "AveragePool" or "MaxPool" => CoversAll(node, shape) ? false : null,
            _ => false,
        };
        return isChannelsLast is { } last ? (ActivationMap.Of(node.Input[0], shape, last), pooling.Value) : null;
    }

    /// <summary>Whether what is left of four dimensions is the last; null where not two neighbours go, which are then the places.</summary>
    private bool? AreChannelsLast(NodeProto reduction)
    {
        IEnumerable<long>? axes = reduction.Attribute.FirstOrDefault(a => a.Name == "axes")?.Ints;
        axes ??= reduction.Input.Count > 1 && _graph.ConstantOf(reduction.Input[1]) is { } constant ? TensorValues.Integers(constant) : [];
        return axes.Select(a => a < 0 ? a + 4 : a).Order().ToArray() switch
        {
            [1, 2] => true,
            [2, 3] => false,
            _ => null,
        };
    }

    private static bool CoversAll(NodeProto pool, long[] shape)
        => pool.Output.Count == 1
            && pool.Attribute.FirstOrDefault(a => a.Name == "kernel_shape")?.Ints is [var height, var width] && height == shape[1] && width == shape[2]
            && !pool.Attribute.Any(a => a.Name == "pads" && a.Ints.Any(p => p != 0))
            && !pool.Attribute.Any(a => a.Name == "auto_pad" && a.S.ToStringUtf8().StartsWith("SAME", StringComparison.Ordinal));

    private static int FeaturesOf(ActivationMap map, MapPooling pooling) => pooling == MapPooling.Flatten ? map.Length : map.Channels;

    private string Behind(string tensor)
    {
        while (_graph.ProducerOf(tensor) is { } node && KeepingOrder.Contains(node.OpType) && node.Output[0] == tensor)
            tensor = node.Input[0];
        return tensor;
    }

    private long[]? ShapeOf(string tensor)
        => _graph.ProducerOf(tensor) is null ? null : NetworkProbe.ShapesOf(_network, [tensor], _network.Graph.Name).GetValueOrDefault(tensor);
}
