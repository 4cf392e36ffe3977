using Onnx;

namespace MLTransfer.Networks;

/// <summary>The part of a network between a cut and a later tensor.</summary>
internal sealed class NetworkPart
{
    private readonly NetworkGraph _graph;

    /// <param name="network">The whole network.</param>
    /// <param name="input">The tensor at the cut.</param>
    /// <param name="output">The tensor that the part computes.</param>
    /// <exception cref="NetworkException">There is no such tensor, or the output needs more than the tensor at the cut.</exception>
    public NetworkPart(ModelProto network, string input, string output)
    {
        _graph = new NetworkGraph(network.Graph, network.Graph.Name);
        Input = input;
        Output = output;
        Nodes = Collect(network.Graph);
        if (!Reaches(output))
            throw new NetworkException(network.Graph.Name, $"the tensor '{output}' does not depend on '{input}'.");
    }

    public string Input { get; }

    public string Output { get; }

    /// <summary>The nodes that the output needs, in the order in which they run. Constants are none of them.</summary>
    public IReadOnlyList<NodeProto> Nodes { get; }

    /// <summary>The node of this part that makes a tensor; null for the input and for constants.</summary>
    public NodeProto? ProducerOf(string tensor) => tensor == Input || _graph.ConstantOf(tensor) is not null ? null : _graph.ProducerOf(tensor);

    /// <summary>The constant of this name; null where the tensor is computed.</summary>
    public TensorProto? ConstantOf(string tensor) => tensor == Input ? null : _graph.ConstantOf(tensor);

    private List<NodeProto> Collect(GraphProto graph)
    {
        var made = graph.Node.SelectMany(n => n.Output).ToHashSet();
        var needed = new HashSet<string> { Output };
        var nodes = new List<NodeProto>();
        foreach (NodeProto node in graph.Node.Reverse())
        {
            if (!node.Output.Any(o => o.Length > 0 && needed.Contains(o) && ProducerOf(o) is not null))
                continue;
            nodes.Add(node);
            needed.UnionWith(NetworkGraph.InputsOf(node));
        }

        if (needed.FirstOrDefault(t => t != Input && !made.Contains(t) && ConstantOf(t) is null) is { } other)
            throw new NetworkException(graph.Name, $"the tensor '{Output}' depends on '{other}', and not by way of '{Input}' alone.");
        nodes.Reverse();
        return nodes;
    }

    private bool Reaches(string output)
    {
        var reached = new HashSet<string> { Input };
        foreach (NodeProto node in Nodes.Where(n => NetworkGraph.InputsOf(n).Any(reached.Contains)))
            reached.UnionWith(node.Output);
        return reached.Contains(output);
    }
}
