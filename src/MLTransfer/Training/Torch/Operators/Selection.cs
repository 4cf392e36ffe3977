using static TorchSharp.torch;

namespace MLTransfer.Training.Torch.Operators;

/// <summary>Operators that take parts of a tensor.</summary>
internal static class Selection
{
    public static Operator Gather(OperatorContext context)
    {
        long axis = context.Attributes.Integer("axis", 0);
        return operands =>
        {
            Tensor data = operands[0];
            int along = Axis.Of(axis, data);
            long size = data.shape[along];
            long[] indices = [.. operands.Integers(1).Select(i => i < 0 ? i + size : i)];
            long[] shape = [.. data.shape[..along], .. operands[1].shape, .. data.shape[(along + 1)..]];
            return data.index_select(along, tensor(indices, device: data.device)).reshape(shape);
        };
    }

    /// <summary>Up to opset 9 the ranges are attributes, since then operands.</summary>
    public static Operator Slice(OperatorContext context)
    {
        Func<Operands, long[]> starts = context.Integers("starts", 1) ?? throw new NotSupportedException("it has no starts");
        Func<Operands, long[]> ends = context.Integers("ends", 2) ?? throw new NotSupportedException("it has no ends");
        Func<Operands, long[]>? axes = context.Integers("axes", 3), steps = context.Has(4) ? context.Integers(4) : null;
        return operands =>
        {
            Tensor data = operands[0];
            long[] from = starts(operands), to = ends(operands), by = steps?.Invoke(operands) ?? [.. from.Select(_ => 1L)];
            long[] along = axes?.Invoke(operands) ?? [.. from.Select((_, i) => (long)i)];
            for (int i = 0; i < from.Length; i++)
            {
                int axis = Axis.Of(along[i], data);
                data = data.index_select(axis, tensor(Range(from[i], to[i], by[i], data.shape[axis]), device: data.device));
            }

            return data;
        };
    }

    /// <summary>Up to opset 12 the sizes are an attribute, since then an operand; without them the parts are equal.</summary>
    public static Operator Split(OperatorContext context)
    {
        long axis = context.Attributes.Integer("axis", 0);
        Func<Operands, long[]>? sizes = context.Integers("split", 1);
        int parts = context.Node.Output.Count;
        return operands =>
        {
            Tensor data = operands[0];
            int along = Axis.Of(axis, data);
            long length = data.shape[along], part = (length + parts - 1) / parts;
            long[] lengths = sizes?.Invoke(operands) ?? [.. Enumerable.Range(0, parts).Select(i => Math.Min(part, length - (i * part)))];
            return data.narrow(along, lengths[..context.Output].Sum(), lengths[context.Output]);
        };
    }

    private static long[] Range(long start, long end, long step, long length)
    {
        start = start < 0 ? start + length : start;
        end = end < 0 ? end + length : end;
        (start, end) = step > 0
            ? (Math.Clamp(start, 0, length), Math.Clamp(end, 0, length))
            : (Math.Clamp(start, 0, length - 1), Math.Clamp(end, -1, length - 1));
        var indices = new List<long>();
        for (long i = start; step > 0 ? i < end : i > end; i += step)
            indices.Add(i);
        return [.. indices];
    }
}
