using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Training.Torch.Operators;

/// <summary>What is known about a node before anything is computed.</summary>
/// <param name="Node">The node.</param>
/// <param name="Output">Which of its outputs is wanted.</param>
/// <param name="Opset">The version of the standard operators that the network is written in.</param>
/// <param name="ConstantOf">The constant behind a tensor name, if it is one.</param>
internal sealed record OperatorContext(NodeProto Node, int Output, long Opset, Func<string, TensorProto?> ConstantOf)
{
    public NodeAttributes Attributes { get; } = new(Node);

    public bool Has(int operand) => operand < Node.Input.Count && Node.Input[operand].Length > 0;

    /// <summary>The dimensions of an operand, where it is a constant.</summary>
    public long[]? SizesOf(int operand) => Constant(operand) is { } constant ? [.. constant.Dims] : null;

    /// <summary>An optional operand of one number.</summary>
    public double Number(int operand, double absent)
    {
        if (!Has(operand))
            return absent;
        TensorProto constant = Constant(operand) ?? throw new NotSupportedException($"operand {operand} is not a constant");
        return constant.DataType == (int)TensorProto.Types.DataType.Float ? TensorValues.Floats(constant)[0] : ConstantTensor.Integers(constant)[0];
    }

    /// <summary>An operand of integers: read now where it is a constant, or in every forward pass where it is computed.</summary>
    public Func<Operands, long[]> Integers(int operand)
    {
        if (Constant(operand) is not { } constant)
            return operands => operands.Integers(operand);
        long[] values = ConstantTensor.Integers(constant);
        return _ => values;
    }

    /// <summary>Integers that older versions of an operator have as an attribute and newer ones as an operand; null where there is neither.</summary>
    public Func<Operands, long[]>? Integers(string attribute, int operand)
        => Attributes.Integers(attribute) is { } values ? _ => values : Has(operand) ? Integers(operand) : null;

    /// <summary>Refuses a node whose further outputs are used, such as the mask of Dropout.</summary>
    public void RequireFirstOutput()
    {
        if (Output > 0)
            throw new NotSupportedException($"its output {Output} is used");
    }

    private TensorProto? Constant(int operand) => Has(operand) ? ConstantOf(Node.Input[operand]) : null;
}
