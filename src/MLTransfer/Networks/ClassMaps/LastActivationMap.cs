using Onnx;

namespace MLTransfer.Networks.ClassMaps;

/// <summary>Finds the last activations of a network that still have places: what Grad-CAM looks at.</summary>
internal static class LastActivationMap
{
    private static readonly HashSet<string> Pooling = ["AveragePool", "Dropout", "Identity", "MaxPool"];

    /// <summary>
    /// The map; null where there is none, or where tokens follow it, as in a vision transformer: of those every one has seen all of the image, so
    /// that what they say of their own place would mislead.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="output">What is computed of the map, and of nothing beside it.</param>
    public static ActivationMap? Find(ModelProto network, string output)
    {
        GraphProto graph = NetworkSlice.Below(network, output).Graph;
        string[] cuts = [.. CutFinder.Find(graph).Where(cut => cut != output)];
        if (cuts.Length == 0)
            return null;
        IReadOnlyDictionary<string, long[]> shapes = NetworkProbe.ShapesOf(network, cuts, network.Graph.Name);
        string? last = cuts.LastOrDefault(cut => shapes.TryGetValue(cut, out long[]? shape) && shape is [> 1, > 1] or [_, _, _] && HasPlaces(shape));
        if (last is null || shapes[last].Length != 3)
            return null;
        last = BeforePooling(last, cuts.Where(cut => shapes.TryGetValue(cut, out long[]? shape) && shape.Length == 3), new NetworkGraph(graph, graph.Name));
        return ActivationMap.Of(last, shapes[last], ActivationLayout.IsChannelsLast(network.Graph, shapes[last]));

        bool HasPlaces(long[] shape)
            => shape.Length == 2 || ActivationMap.Of("", shape, ActivationLayout.IsChannelsLast(network.Graph, shape)).Places > 1;
    }

    /// <summary>Before pooling there are more places, and what is pooled away gets no gradient.</summary>
    private static string BeforePooling(string map, IEnumerable<string> maps, NetworkGraph graph)
    {
        HashSet<string> known = [.. maps];
        while (graph.ProducerOf(map) is { } node && Pooling.Contains(node.OpType) && known.Contains(node.Input[0]))
            map = node.Input[0];
        return map;
    }
}
