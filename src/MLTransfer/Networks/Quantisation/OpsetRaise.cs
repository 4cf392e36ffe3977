using Onnx;

namespace MLTransfer.Networks.Quantisation;

/// <summary>Rewrites a network in a later version of the ONNX operators, where quantised weights may have a scale a channel.</summary>
internal static class OpsetRaise
{
    /// <summary>The first version with per-channel DequantizeLinear.</summary>
    public const long Target = 13;

    // The first version whose Add, Mul and the like broadcast as all later ones do.
    private const long Oldest = 7;

    // Of these a node from version 7 on means the same in version 13: what changed is what types they take, or optional attributes that came.
    private static readonly HashSet<string> Unchanged =
    [
        "Abs", "Add", "AveragePool", "Cast", "Ceil", "Concat", "Constant", "Conv", "Div", "Elu", "Erf", "Exp", "Expand", "Flatten", "Floor", "Gather",
        "Gemm", "GlobalAveragePool", "GlobalMaxPool", "HardSigmoid", "Identity", "InstanceNormalization", "LRN", "LeakyRelu", "Log", "MatMul", "Max",
        "MaxPool", "Mean", "Min", "Mul", "Neg", "PRelu", "Pow", "ReduceL2", "ReduceMax", "ReduceMean", "ReduceMin", "Relu", "Reshape", "Selu",
        "Shape", "Sigmoid", "Softplus", "Softsign", "Sqrt", "Sub", "Sum", "Tanh", "Tile", "Transpose",
    ];

    /// <summary>
    /// The network in version 13 or, where it is in that or a later one, as it is. Nodes that mean the same in both stay the same objects.
    /// </summary>
    /// <param name="network">The network; it does not change.</param>
    /// <param name="obstacle">Why it cannot be raised; null where it was.</param>
    public static ModelProto? TryRaise(ModelProto network, out string? obstacle)
    {
        long version = Opset.Of(network);
        obstacle = null;
        if (version >= Target)
            return network;
        obstacle = version < Oldest
            ? $"it is written in version {version} of the ONNX operators, and only versions from {Oldest} on can be raised to {Target}"
            : network.Functions.Count > 0 ? "it has functions of its own" : null;
        if (obstacle is not null)
            return null;

        ModelProto raised = NetworkSlice.ShallowCopy(network);
        raised.Graph.Node.Clear();
        foreach (NodeProto node in network.Graph.Node)
        {
            if (IsKept(node))
            {
                raised.Graph.Node.Add(node);
                continue;
            }

            if (NodeRaise.For(node, version) is not { } raise)
            {
                obstacle = $"{node.OpType} of version {version} of the ONNX operators cannot be raised to {Target} (node '{node.Name}')";
                return null;
            }

            raise(node, raised.Graph);
        }

        raised.OpsetImport.Clear();
        raised.OpsetImport.Add(network.OpsetImport.Where(o => o.Domain is not ("" or "ai.onnx")));
        raised.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Target });
        raised.IrVersion = Math.Max(raised.IrVersion, 7);
        return raised;
    }

    private static bool IsKept(NodeProto node)
        => node.Domain is not ("" or "ai.onnx") || (Unchanged.Contains(node.OpType) && !NetworkGraph.BodiesOf(node).Any());
}
