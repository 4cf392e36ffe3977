using Onnx;
using static Onnx.TensorProto.Types;

namespace MLTransfer.Networks;

/// <summary>
/// Replaces sizes that a network computes, as networks exported with a free batch do, by constants: with the size of the image known, only the
/// batch can vary. A layer that asks for the size of the image reads past every cut between the two; constants do not.
/// </summary>
internal static class ComputedSizes
{
    /// <summary>Changes the network in place, but none of its nodes and tensors: they may be shared.</summary>
    /// <param name="network">The network, from <see cref="TensorNames.Image"/>, with the size of its images.</param>
    public static void Fold(ModelProto network)
    {
        GraphProto graph = network.Graph;
        HashSet<string> computed = NetworkGraph.ComputedFrom(graph, graph.Input[0].Name), sizes = SizesAmong(graph, computed);
        string[] used = [.. graph.Node.Where(n => n.OpType == "Expand" || !n.Output.Any(sizes.Contains))
            .SelectMany(NetworkGraph.InputsOf).Where(sizes.Contains).Distinct()];
        if (used.Length == 0)
            return;

        IReadOnlyList<TensorProto>? one = NetworkProbe.TryFindValues(network, used, 1), two = NetworkProbe.TryFindValues(network, used, 2);
        if (one is null || two is null)
            return;
        var values = used.Zip(one.Zip(two)).ToDictionary(pair => pair.First, pair => pair.Second);
        HashSet<string> replaced = [.. values.Where(v => v.Value.First.Equals(v.Value.Second)).Select(v => v.Key)];
        for (int i = 0; i < graph.Node.Count; i++)
            graph.Node[i] = WithFreeBatch(graph, graph.Node[i], values);
        MoveExpansions(graph, values, computed);

        for (int i = graph.Node.Count - 1; i >= 0; i--)
        {
            if (graph.Node[i].Output.Any(replaced.Contains) && graph.Node[i].Output.Count == 1)
                graph.Node.RemoveAt(i);
            else
                replaced.ExceptWith(graph.Node[i].Output);
        }

        graph.Initializer.AddRange(replaced.Select(r => values[r].First));
        ModelProto needed = NetworkSlice.Below(network, graph.Output[0].Name);
        network.Graph = needed.Graph;
    }

    /// <summary>What of that which is computed from the image depends on it by way of sizes alone.</summary>
    private static HashSet<string> SizesAmong(GraphProto graph, HashSet<string> computed)
    {
        var sizes = new HashSet<string>();
        foreach (NodeProto node in graph.Node)
        {
            string[] inputs = [.. NetworkGraph.InputsOf(node).Where(computed.Contains)];
            if (inputs.Length > 0 && (node.OpType is "Shape" or "Size" || inputs.All(sizes.Contains)))
                sizes.UnionWith(node.Output.Where(o => o.Length > 0));
        }

        return sizes;
    }

    /// <summary>A Reshape in whose shape one number depends on the batch: that one is what is left over.</summary>
    private static NodeProto WithFreeBatch(GraphProto graph, NodeProto node, Dictionary<string, (TensorProto One, TensorProto Two)> values)
    {
        if (node.OpType != "Reshape" || !values.TryGetValue(node.Input[1], out var shape)
            || VaryingIn(shape) is not [var varying])
            return node;
        long[] sizes = TensorValues.Integers(shape.One);
        if (sizes.Contains(-1) || sizes.Contains(0))
            return node;

        sizes[varying] = -1;
        NodeProto freed = node.Clone();
        freed.Input[1] = $"{TensorNames.BatchPrefix}{node.Output[0]}";
        graph.Initializer.Add(GraphElements.Tensor(freed.Input[1], sizes));
        return freed;
    }

    private static int[] VaryingIn((TensorProto One, TensorProto Two) shape)
    {
        if (shape.One.DataType != (int)DataType.Int64 || shape.One.Dims.Count != 1 || !shape.One.Dims.SequenceEqual(shape.Two.Dims))
            return [];
        long[] one = TensorValues.Integers(shape.One), two = TensorValues.Integers(shape.Two);
        return [.. Enumerable.Range(0, one.Length).Where(i => one[i] != two[i])];
    }

    /// <summary>
    /// A constant that is repeated for every image, such as the class token, and joined to what is computed: it takes the batch from there, and
    /// not from the image.
    /// </summary>
    private static void MoveExpansions(
        GraphProto graph, Dictionary<string, (TensorProto One, TensorProto Two)> values, HashSet<string> computed)
    {
        var index = new NetworkGraph(graph, graph.Name);
        foreach (NodeProto expand in graph.Node.Where(n => n.OpType == "Expand" && values.ContainsKey(n.Input[1])).ToArray())
        {
            var shape = values[expand.Input[1]];
            if (VaryingIn(shape) is not [0] || TensorValues.Integers(shape.One) is not [1, .. var rest] || computed.Contains(expand.Input[0])
                || index.ConsumersOf(expand.Output[0]) is not [{ OpType: "Concat", Input.Count: 2 } joint]
                || joint.Attribute.Any(a => a.Name == "axis" && a.I == 0))
            {
                continue;
            }

            string other = joint.Input.Single(i => i != expand.Output[0]), prefix = $"{TensorNames.BatchPrefix}{expand.Output[0]}";
            graph.Initializer.Add(GraphElements.Tensor($"{prefix}.First", 0L));
            graph.Initializer.Add(GraphElements.Tensor($"{prefix}.Rest", rest));
            NodeProto moved = expand.Clone();
            moved.Input[1] = $"{prefix}.Shape";
            graph.Node.Remove(expand);
            NodeProto[] nodes =
            [
                GraphElements.Node("Shape", [other], $"{prefix}.Other"),
                GraphElements.Node("Gather", [$"{prefix}.Other", $"{prefix}.First"], $"{prefix}.Count", GraphElements.Attribute("axis", 0L)),
                GraphElements.Node("Concat", [$"{prefix}.Count", $"{prefix}.Rest"], $"{prefix}.Shape", GraphElements.Attribute("axis", 0L)),
                moved,
            ];
            int place = graph.Node.IndexOf(joint);
            for (int i = 0; i < nodes.Length; i++)
                graph.Node.Insert(place + i, nodes[i]);
        }
    }
}
