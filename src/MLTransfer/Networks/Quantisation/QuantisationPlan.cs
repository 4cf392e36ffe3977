using Onnx;

namespace MLTransfer.Networks.Quantisation;

/// <summary>
/// Decides which nodes are computed on bytes: convolutions other than depthwise ones and the one before these, and what lies between them (Add, Concat, MaxPool), so that
/// activations stay bytes from one to the next. A Relu or Clip after them costs nothing, as codes end where it ends.
/// </summary>
internal sealed class QuantisationPlan
{
    private readonly NetworkGraph _index;
    private readonly NodeProto[] _nodes;
    private readonly HashSet<string> _kept;

    /// <param name="network">The network, in version 13 or later of the operators.</param>
    public QuantisationPlan(ModelProto network)
    {
        _index = new NetworkGraph(network.Graph, network.Graph.Name);
        _nodes = [.. network.Graph.Node];
        _kept = [.. network.Graph.Output.Select(o => o.Name)];
        Nodes = Choose();
    }

    /// <summary>The nodes, in the order in which they run.</summary>
    public IReadOnlyList<QuantisedNode> Nodes { get; }

    /// <summary>The tensors whose values must be known.</summary>
    public IReadOnlyList<string> Tensors
        => [.. Nodes.SelectMany(n => n.KeepsRange ? n.Inputs : n.Inputs.Append(n.Output)).Distinct()
            .Except(Nodes.Where(n => n.KeepsRange).Select(n => n.Output))];

    private List<QuantisedNode> Choose()
    {
        (HashSet<NodeProto> convolutions, HashSet<NodeProto> first) = Convolutions();
        (HashSet<NodeProto> wanted, HashSet<string> read) = Wanted(convolutions);
        convolutions.UnionWith(first.Where(n => read.Contains((ActivationAfter(n) ?? n).Output[0])));
        var chosen = new List<QuantisedNode>();
        HashSet<string> bytes = [.. convolutions.Select(n => n.Input[0])];
        // On bytes that were floats just before, pooling takes longer than on the floats.
        var computed = new HashSet<string>();
        foreach (NodeProto node in _nodes)
        {
            bool isChosen = convolutions.Contains(node)
                || (wanted.Contains(node) && node.Input.All((node.OpType == "MaxPool" ? computed : bytes).Contains));
            if (!isChosen)
                continue;
            var quantised = new QuantisedNode(node, ActivationAfter(node));
            chosen.Add(quantised);
            bytes.Add(quantised.Output);
            computed.Add(quantised.Output);
        }

        return convolutions.Count > 0 ? chosen : [];
    }

    /// <summary>
    /// Those that are computed on bytes, and those that see the image itself. The latter take a fifth of the time of a ResNet-18 where they stay
    /// float, but are chosen only where bytes go on from there: before a depthwise convolution, as in MobileNet, they are a small part, and rounding
    /// what comes out of them, whose channels differ a hundredfold, would spoil all that follows. Of a depthwise one each output is a sum of few
    /// products, which gains little.
    /// </summary>
    private (HashSet<NodeProto> Later, HashSet<NodeProto> First) Convolutions()
    {
        HashSet<NodeProto> later = NodeSet(), first = NodeSet();
        var behindConvolution = new HashSet<string>();
        foreach (NodeProto node in _nodes)
        {
            bool isBehind = NetworkGraph.InputsOf(node).Any(behindConvolution.Contains);
            if (IsQuantisable(node))
                (isBehind ? later : first).Add(node);
            if (isBehind || node.OpType == "Conv")
                behindConvolution.UnionWith(node.Output);
        }

        return (later, first);
    }

    private bool IsQuantisable(NodeProto node)
        => node.OpType == "Conv" && WeightValues.Find(_index, node.Input[1]) is { Dims: [var channels, var inputs, _, _] }
            && (inputs > 1 || (node.Attribute.FirstOrDefault(a => a.Name == "group")?.I ?? 1) == 1)
            && (node.Input.Count < 3 || node.Input[2].Length == 0 || WeightValues.Find(_index, node.Input[2], (int)channels) is not null);

    /// <summary>The nodes between quantised ones whose output goes, as bytes, into a convolution, and all tensors that are read as bytes.</summary>
    private (HashSet<NodeProto> Wanted, HashSet<string> Read) Wanted(HashSet<NodeProto> convolutions)
    {
        var found = NodeSet();
        HashSet<string> read = [.. convolutions.Select(n => n.Input[0])];
        foreach (NodeProto node in _nodes.Reverse())
        {
            bool isBetween = node.OpType switch
            {
                "MaxPool" => node.Output.Count == 1,
                "Add" => node.Input.All(i => _index.ConstantOf(i) is null),
                "Concat" => node.Input.All(i => _index.ConstantOf(i) is null),
                _ => false,
            };
            if (!isBetween || !read.Contains((ActivationAfter(node) ?? node).Output[0]))
                continue;
            found.Add(node);
            read.UnionWith(node.Input);
        }

        return (found, read);
    }

    /// <summary>The Relu, or Clip from 0 on, that alone reads what a node computes.</summary>
    private NodeProto? ActivationAfter(NodeProto node)
        => node.OpType != "MaxPool" && !_kept.Contains(node.Output[0]) && _index.ConsumersOf(node.Output[0]) is [var next]
            && (next.OpType == "Relu" || (next.OpType == "Clip" && IsFromZero(next)))
            ? next
            : null;

    private bool IsFromZero(NodeProto clip)
        => clip.Input.Count > 1 && _index.ConstantOf(clip.Input[1]) is { DataType: (int)TensorProto.Types.DataType.Float } low
            && TensorValues.Floats(low) is [0]
            && (clip.Input.Count < 3 || clip.Input[2].Length == 0 || _index.ConstantOf(clip.Input[2]) is not null);

    private static HashSet<NodeProto> NodeSet() => new(ReferenceEqualityComparer.Instance);
}
