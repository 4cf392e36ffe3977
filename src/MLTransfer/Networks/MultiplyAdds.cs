using Onnx;

namespace MLTransfer.Networks;

/// <summary>
/// Counts what a network computes for one image, as the field does: multiplications with an addition each, of convolutions, dense layers and
/// products of matrices. Normalisation, activations and pooling are not counted.
/// </summary>
internal static class MultiplyAdds
{
    /// <summary>The number for one image.</summary>
    /// <exception cref="NetworkException">ONNX Runtime cannot run the network.</exception>
    public static long Of(ModelProto network)
    {
        var index = new NetworkGraph(network.Graph, network.Graph.Name);
        NodeProto[] layers = [.. network.Graph.Node.Where(n => n.OpType is "Conv" or "Gemm" or "MatMul")];
        string[] computed = [.. layers.SelectMany(Operands).Where(t => index.ConstantOf(t) is null).Distinct()];
        IReadOnlyDictionary<string, long[]> shapes = NetworkProbe.ShapesOf(network, computed, network.Graph.Name);
        return layers.Where(l => shapes.ContainsKey(l.Output[0])).Sum(l => shapes[l.Output[0]].ElementCount() * SummandsOf(l, shapes, index));
    }

    // The output, whose elements are sums of products, and the operands that say of how many.
    private static IEnumerable<string> Operands(NodeProto layer) => [layer.Output[0], layer.OpType == "MatMul" ? layer.Input[0] : layer.Input[1]];

    /// <summary>The number of products that make one element of the output.</summary>
    private static long SummandsOf(NodeProto layer, IReadOnlyDictionary<string, long[]> shapes, NetworkGraph index)
    {
        long[] operand = index.ConstantOf(Operands(layer).Last()) is { } constant ? [.. constant.Dims] : shapes[Operands(layer).Last()];
        return layer.OpType switch
        {
            // [out, in / groups, height, width]
            "Conv" => operand[1..].ElementCount(),
            "Gemm" => layer.Attribute.Any(a => a.Name == "transB" && a.I != 0) ? operand[1] : operand[0],
            _ => operand[^1],
        };
    }
}
