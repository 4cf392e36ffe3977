using Onnx;

namespace MLTransfer.Networks;

/// <summary>What the operands of ONNX operators are to learning.</summary>
internal static class OperandRoles
{
    // The first operand is data, the others say what to do with it: shapes, axes, bounds, ratios.
    private static readonly HashSet<string> OneDataOperand =
    [
        "Cast", "Clip", "Dropout", "Expand", "Flatten", "Gather", "Identity", "Pad", "Pow", "ReduceMean", "Reshape", "Slice", "Split",
        "Squeeze", "Transpose", "Unsqueeze",
    ];

    private static readonly HashSet<string> ShapeOnly = ["Flatten", "Identity", "Reshape", "Squeeze", "Transpose", "Unsqueeze"];

    /// <summary>Whether the operator only rearranges its first operand, so that a weight remains a weight behind it.</summary>
    public static bool OnlyRearranges(NodeProto node) => ShapeOnly.Contains(node.OpType);

    /// <summary>Whether a gradient flows from the output to this operand. None flows to sizes, axes, bounds and frozen statistics.</summary>
    public static bool HasGradient(NodeProto node, int operand) => node.OpType switch
    {
        "Shape" or "Size" or "ConstantOfShape" => false,
        "Cast" => node.Attribute.Any(a => a.Name == "to" && a.I == (int)TensorProto.Types.DataType.Float),
        "BatchNormalization" or "LayerNormalization" => operand <= 2,
        string operation => operand == 0 || !OneDataOperand.Contains(operation),
    };

    /// <summary>Whether a constant in this place is a weight.</summary>
    public static bool IsWeight(NodeProto node, int operand, long elements, bool includeNormalisation) => node.OpType switch
    {
        "Conv" or "Gemm" => operand is 1 or 2,
        "MatMul" => true,
        "BatchNormalization" or "LayerNormalization" => includeNormalisation && operand is 1 or 2,
        "PRelu" => operand == 1,
        "Add" or "Sub" or "Mul" or "Div" => elements > 1,
        _ => false,
    };

    /// <summary>Whether weight decay applies to a weight in this place.</summary>
    public static bool Decays(NodeProto node, int operand) => node.OpType switch
    {
        "Conv" or "Gemm" => operand == 1,
        "MatMul" => true,
        _ => false,
    };
}
