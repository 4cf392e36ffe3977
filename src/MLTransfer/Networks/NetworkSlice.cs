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

    /// <summary>
    /// The part of a network from <paramref name="cut"/>, which becomes its only input [N, ...shape], to <paramref name="output"/>.
    /// Nodes and initializers are shared with the whole network, not copied.
    /// </summary>
    /// <param name="network">The whole network.</param>
    /// <param name="cut">A tensor that every path to the output crosses.</param>
    /// <param name="shapeWithoutBatch">The shape of that tensor for one image; -1 leaves a dimension open.</param>
    /// <param name="output">The output of the part.</param>
    /// <exception cref="NetworkException">The output needs more than the tensor at the cut.</exception>
    public static ModelProto Above(ModelProto network, string cut, long[] shapeWithoutBatch, string output)
    {
        GraphProto whole = network.Graph;
        var part = new NetworkPart(network, cut, output);
        // By reference: to compare nodes by their content would compare their weights.
        var nodes = new HashSet<NodeProto>(part.Nodes, ReferenceEqualityComparer.Instance);
        var needed = part.Nodes.SelectMany(NetworkGraph.InputsOf).Append(output).ToHashSet();
        var graph = new GraphProto { Name = whole.Name };
        graph.Node.AddRange(whole.Node.Where(n => nodes.Contains(n) || (ConstantNode.ValueOf(n) is not null && needed.Contains(n.Output[0]))));
        graph.Input.Add(GraphElements.BatchOf(cut, shapeWithoutBatch));
        graph.Initializer.AddRange(whole.Initializer.Where(i => needed.Contains(i.Name)));
        graph.SparseInitializer.AddRange(whole.SparseInitializer.Where(i => needed.Contains(i.Values?.Name ?? "")));
        graph.Output.Add(whole.Output.FirstOrDefault(o => o.Name == output) ?? GraphElements.Untyped(output));
        ModelProto above = WithGraph(network, graph);
        // Since IR version 4 an initializer need not be listed as an input.
        above.IrVersion = Math.Max(above.IrVersion, 4);
        return above;
    }

    /// <summary>
    /// Two parts as one network: the output of the lower one is the input of the upper one, by its name. What both have is there once. Nodes and
    /// initializers are shared, not copied.
    /// </summary>
    public static ModelProto Join(ModelProto lower, ModelProto upper)
    {
        var graph = new GraphProto { Name = lower.Graph.Name };
        HashSet<string> made = [.. lower.Graph.Node.SelectMany(n => n.Output)];
        graph.Node.AddRange(lower.Graph.Node.Concat(upper.Graph.Node.Where(n => !made.Contains(n.Output[0]))));
        graph.Input.Add(lower.Graph.Input);
        graph.Initializer.AddRange(lower.Graph.Initializer.UnionBy(upper.Graph.Initializer, i => i.Name));
        graph.SparseInitializer.AddRange(lower.Graph.SparseInitializer.UnionBy(upper.Graph.SparseInitializer, i => i.Values?.Name));
        graph.Output.Add(upper.Graph.Output);
        return WithGraph(upper, graph);
    }

    /// <summary>Takes the initializers out of a graph that nothing in it needs.</summary>
    public static void RemoveUnused(GraphProto graph)
    {
        HashSet<string> used = [.. graph.Node.SelectMany(NetworkGraph.InputsOf), .. graph.Output.Select(o => o.Name)];
        TensorProto[] kept = [.. graph.Initializer.Where(i => used.Contains(i.Name))];
        graph.Initializer.Clear();
        graph.Initializer.AddRange(kept);
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
