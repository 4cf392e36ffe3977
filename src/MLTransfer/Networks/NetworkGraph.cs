using Onnx;

namespace MLTransfer.Networks;

/// <summary>An index over the graph of a network: who makes a tensor, who uses it, which are constant.</summary>
internal sealed class NetworkGraph
{
    private readonly Dictionary<string, NodeProto> _producers = [];
    private readonly Dictionary<string, List<NodeProto>> _consumers = [];
    private readonly Dictionary<string, TensorProto> _constants = [];

    /// <exception cref="NetworkException">A node uses a tensor that nothing before it makes, or a tensor is made twice.</exception>
    public NetworkGraph(GraphProto graph, string name)
    {
        foreach (TensorProto initializer in graph.Initializer)
        {
            if (!_constants.TryAdd(initializer.Name, initializer))
                throw MadeTwice(name, initializer.Name);
        }

        var known = new HashSet<string>(graph.Input.Select(i => i.Name).Concat(_constants.Keys).Concat(SparseNames(graph)));
        foreach (NodeProto node in graph.Node)
            Add(node, known, name);
    }

    public NodeProto? ProducerOf(string tensor) => _producers.GetValueOrDefault(tensor);

    public IReadOnlyList<NodeProto> ConsumersOf(string tensor) => _consumers.TryGetValue(tensor, out List<NodeProto>? nodes) ? nodes : [];

    /// <summary>The constant of this name, from an initializer or a Constant node; null where the tensor is computed.</summary>
    public TensorProto? ConstantOf(string tensor) => _constants.GetValueOrDefault(tensor);

    /// <summary>
    /// The tensors that a node reads, those that the bodies of If and Loop capture from outside included. An empty name, which stands
    /// for an omitted input, is none.
    /// </summary>
    public static IEnumerable<string> InputsOf(NodeProto node)
        => node.Input.Where(input => input.Length > 0).Concat(BodiesOf(node).SelectMany(CapturedBy));

    /// <summary>A tensor and all that is computed from it.</summary>
    public static HashSet<string> ComputedFrom(GraphProto graph, string tensor)
    {
        var computed = new HashSet<string> { tensor };
        foreach (NodeProto node in graph.Node.Where(n => InputsOf(n).Any(computed.Contains)))
            computed.UnionWith(node.Output.Where(o => o.Length > 0));
        return computed;
    }

    /// <summary>The graphs inside a node, such as the two branches of If.</summary>
    public static IEnumerable<GraphProto> BodiesOf(NodeProto node)
        => node.Attribute.SelectMany(a => a.G is null ? a.Graphs : a.Graphs.Append(a.G));

    /// <summary>The names of the sparse constants.</summary>
    private static IEnumerable<string> SparseNames(GraphProto graph) => graph.SparseInitializer.Select(s => s.Values?.Name ?? "");

    private static IEnumerable<string> CapturedBy(GraphProto body)
    {
        var own = new HashSet<string>(body.Input.Select(i => i.Name)
            .Concat(body.Initializer.Select(i => i.Name)).Concat(SparseNames(body)).Concat(body.Node.SelectMany(n => n.Output)));
        return body.Node.SelectMany(InputsOf).Concat(body.Output.Select(o => o.Name)).Where(tensor => !own.Contains(tensor));
    }

    private void Add(NodeProto node, HashSet<string> known, string name)
    {
        foreach (string input in InputsOf(node))
        {
            if (!known.Contains(input))
                throw new NetworkException(name, $"node '{node.Name}' ({node.OpType}) reads the tensor '{input}', which nothing before it makes.");
            if (!_consumers.TryGetValue(input, out List<NodeProto>? consumers))
                _consumers[input] = consumers = [];
            consumers.Add(node);
        }

        foreach (string output in node.Output.Where(o => o.Length > 0))
        {
            if (!known.Add(output))
                throw MadeTwice(name, output);
            _producers[output] = node;
        }

        if (ConstantNode.ValueOf(node) is { } value)
            _constants[node.Output[0]] = value;
    }

    private static NetworkException MadeTwice(string name, string tensor) => new(name, $"the tensor '{tensor}' is made twice.");
}
