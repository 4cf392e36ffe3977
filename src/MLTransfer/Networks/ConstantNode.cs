using Onnx;

namespace MLTransfer.Networks;

/// <summary>Reads Constant nodes, which hold their value in one of several attributes.</summary>
internal static class ConstantNode
{
    /// <summary>The value of a Constant node as a tensor; null for other nodes, and for sparse values and text.</summary>
    public static TensorProto? ValueOf(NodeProto node)
    {
        if (node.OpType != "Constant" || node.Attribute.FirstOrDefault(a => a.Name.StartsWith("value", StringComparison.Ordinal)) is not { } value)
            return null;
        string name = node.Output[0];
        return value.Name switch
        {
            "value" => value.T,
            "value_float" => GraphElements.Tensor(name, [value.F]),
            "value_floats" => GraphElements.Tensor(name, [.. value.Floats], value.Floats.Count),
            "value_int" => Scalar(GraphElements.Tensor(name, value.I)),
            "value_ints" => GraphElements.Tensor(name, [.. value.Ints]),
            _ => null,
        };
    }

    private static TensorProto Scalar(TensorProto tensor)
    {
        tensor.Dims.Clear();
        return tensor;
    }
}
