using Onnx;

namespace MLTransfer.Networks;

/// <summary>
/// Recognises layer normalisation that was exported in its parts, as PyTorch does below opset 17:
/// (x - mean) / sqrt(variance + epsilon) * scale + shift.
/// </summary>
internal static class DecomposedNormalisation
{
    /// <summary>Whether an operand of a node is the scale or shift of such a normalisation.</summary>
    public static bool IsScaleOrShift(NodeProto node, int operand, NetworkPart part)
        => node is { OpType: "Mul" or "Add", Input.Count: 2 } && part.ProducerOf(node.Input[1 - operand]) is { } other
            && (IsNormalised(other, part) || (node.OpType == "Add" && IsScaled(other, part)));

    private static bool IsScaled(NodeProto node, NetworkPart part)
        => node.OpType == "Mul" && node.Input.Any(input => part.ProducerOf(input) is { } producer && IsNormalised(producer, part));

    /// <summary>Whether a node divides by the root of a mean, to which a constant (epsilon) may have been added.</summary>
    private static bool IsNormalised(NodeProto node, NetworkPart part)
    {
        if (node.OpType != "Div" || part.ProducerOf(node.Input[1]) is not { OpType: "Sqrt" } root || part.ProducerOf(root.Input[0]) is not { } mean)
            return false;
        return mean.OpType == "ReduceMean"
            || (mean.OpType == "Add" && mean.Input.Any(input => part.ProducerOf(input) is { OpType: "ReduceMean" })
                && mean.Input.Any(input => part.ConstantOf(input) is not null));
    }
}
