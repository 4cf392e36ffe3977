using Onnx;

namespace MLTransfer.Networks;

/// <summary>Cuts a network at a tensor.</summary>
internal static class NetworkSlice
{
    /// <summary>
    /// The part of a network that computes <paramref name="tensor"/>, with that tensor as its only output and nothing that it does
    /// not need. Nodes and initializers are shared with the whole network, not copied.
    /// </summary>
    public static ModelProto Below(ModelProto network, string tensor)
    {
        GraphProto whole = network.Graph;
        var needed = new HashSet<string> { tensor };
        var nodes = new List<NodeProto>();
        for (int i = whole.Node.Count - 1; i >= 0; i--)
        {
            NodeProto node = whole.Node[i];
            if (!node.Output.Any(needed.Contains))
                continue;
            nodes.Add(node);
            needed.UnionWith(NetworkGraph.InputsOf(node));
        }

        nodes.Reverse();
        var graph = new GraphProto { Name = whole.Name };
        graph.Node.AddRange(nodes);
        graph.Input.Add(whole.Input);
        graph.Initializer.AddRange(whole.Initializer.Where(i => needed.Contains(i.Name)));
        graph.SparseInitializer.AddRange(whole.SparseInitializer.Where(i => needed.Contains(i.Values?.Name ?? "")));
        graph.Output.Add(whole.Output.FirstOrDefault(o => o.Name == tensor) ?? GraphElements.Untyped(tensor));
        return WithGraph(network, graph);
    }

    /// <summary>A network like <paramref name="network"/>, its versions and functions kept, around another graph.</summary>
    public static ModelProto WithGraph(ModelProto network, GraphProto graph)
    {
        var result = new ModelProto { IrVersion = network.IrVersion, ProducerName = "MLTransfer", Graph = graph };
        result.OpsetImport.Add(network.OpsetImport);
        result.Functions.Add(network.Functions);
        return result;
    }

    /// <summary>A network that may be changed without changing <paramref name="network"/>: its own lists, the same tensors.</summary>
    public static ModelProto ShallowCopy(ModelProto network)
    {
        var graph = new GraphProto { Name = network.Graph.Name };
        graph.Node.Add(network.Graph.Node);
        graph.Input.Add(network.Graph.Input);
        graph.Output.Add(network.Graph.Output);
        graph.Initializer.Add(network.Graph.Initializer);
        graph.SparseInitializer.Add(network.Graph.SparseInitializer);
        ModelProto copy = WithGraph(network, graph);
        copy.MetadataProps.Add(network.MetadataProps);
        return copy;
    }
}
