using MLTransfer.Networks;
using static Onnx.TensorProto.Types;
using static TorchSharp.torch;

namespace MLTransfer.Training.Torch.Operators;

/// <summary>Operators that arrange what is there in another way, and those that say how it is arranged.</summary>
internal static class Shaping
{
    public static Operator Identity(OperatorContext context) => operands => operands[0];

    public static Operator Cast(OperatorContext context) => (DataType)context.Attributes.Integer("to", 0) switch
    {
        DataType.Float => operands => operands[0].to(operands.Precision),
        DataType.Int64 or DataType.Int32 => operands => operands[0].to(ScalarType.Int64),
        var type => throw new NotSupportedException($"it casts to {type}"),
    };

    public static Operator Concat(OperatorContext context)
    {
        long axis = context.Attributes.Integer("axis", 1);
        return operands => cat([.. Enumerable.Range(0, operands.Count).Select(i => operands[i])], axis);
    }

    public static Operator Expand(OperatorContext context)
    {
        Func<Operands, long[]> shape = context.Integers(1);
        return operands => operands[0].expand(Broadcast(operands[0].shape, shape(operands)));
    }

    public static Operator Flatten(OperatorContext context)
    {
        long axis = context.Attributes.Integer("axis", 1);
        return operands =>
        {
            long[] shape = operands[0].shape;
            int from = Axis.Of(axis, shape.Length);
            return operands[0].reshape(shape[..from].ElementCount(), shape[from..].ElementCount());
        };
    }

    public static Operator Reshape(OperatorContext context)
    {
        Func<Operands, long[]> wanted = context.Integers("shape", 1) ?? throw new NotSupportedException("it has no shape");
        bool zeroIsZero = context.Attributes.Flag("allowzero");
        return operands =>
        {
            Tensor data = operands[0];
            return data.reshape([.. wanted(operands).Select((d, i) => d == 0 && !zeroIsZero ? data.shape[i] : d)]);
        };
    }

    public static Operator Shape(OperatorContext context)
    {
        long start = context.Attributes.Integer("start", 0), end = context.Attributes.Integer("end", int.MaxValue);
        return operands =>
        {
            long[] shape = operands[0].shape;
            int from = Math.Clamp(Axis.Of(start, shape.Length), 0, shape.Length), to = Math.Clamp(Axis.Of(end, shape.Length), from, shape.Length);
            return tensor(shape[from..to]);
        };
    }

    /// <summary>Up to opset 12 the axes are an attribute, since then an operand.</summary>
    public static Operator Squeeze(OperatorContext context)
    {
        Func<Operands, long[]>? axes = context.Integers("axes", 1);
        return operands =>
        {
            long[] shape = operands[0].shape;
            var gone = axes?.Invoke(operands).Select(a => Axis.Of(a, shape.Length)).ToHashSet();
            return operands[0].reshape([.. shape.Where((size, d) => gone is null ? size != 1 : !gone.Contains(d))]);
        };
    }

    /// <summary>Up to opset 12 the axes are an attribute, since then an operand.</summary>
    public static Operator Unsqueeze(OperatorContext context)
    {
        Func<Operands, long[]> axes = context.Integers("axes", 1) ?? throw new NotSupportedException("it has no axes");
        return operands =>
        {
            long[] added = axes(operands);
            List<long> shape = [.. operands[0].shape];
            foreach (int axis in added.Select(a => Axis.Of(a, shape.Count + added.Length)).ToArray().Order())
                shape.Insert(axis, 1);
            return operands[0].reshape([.. shape]);
        };
    }

    public static Operator Transpose(OperatorContext context)
    {
        long[]? order = context.Attributes.Integers("perm");
        return operands => operands[0].permute(order ?? [.. Enumerable.Range(0, (int)operands[0].dim()).Select(d => (long)d).Reverse()]);
    }

    /// <summary>The shape that two shapes have in common when dimensions of 1 stretch.</summary>
    private static long[] Broadcast(long[] one, long[] other)
    {
        int rank = Math.Max(one.Length, other.Length);
        return [.. Enumerable.Range(-rank, rank).Select(fromEnd => Size(one, fromEnd) == 1 ? Size(other, fromEnd) : Size(one, fromEnd))];

        static long Size(long[] shape, int fromEnd) => shape.Length + fromEnd < 0 ? 1 : shape[shape.Length + fromEnd];
    }
}
