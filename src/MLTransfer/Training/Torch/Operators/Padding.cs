using TorchSharp;
using static TorchSharp.torch;

namespace MLTransfer.Training.Torch.Operators;

/// <summary>Padding, as an operator and before convolution and pooling.</summary>
internal static class Padding
{
    public static Operator Pad(OperatorContext context)
    {
        string mode = context.Attributes.Text("mode", "constant");
        Func<Operands, long[]> pads = context.Integers("pads", 1) ?? throw new NotSupportedException("it has no pads");
        Func<Operands, long[]>? axes = context.Has(3) ? context.Integers(3) : null;
        double value = context.Opset < 11 ? context.Attributes.Number("value", 0) : context.Number(2, 0);
        if (mode is not ("constant" or "reflect" or "edge"))
            throw new NotSupportedException($"its mode is '{mode}'");
        return operands =>
        {
            Tensor data = operands[0];
            long[] amounts = pads(operands), padded = axes?.Invoke(operands) ?? [.. Enumerable.Range(0, (int)data.dim()).Select(i => (long)i)];
            return mode == "constant" ? WithConstant(data, amounts, padded, value) : WithOwnValues(data, amounts, padded, mode == "reflect");
        };
    }

    /// <summary>Pads height and width of an image.</summary>
    public static Tensor Around(Tensor image, long[] begin, long[] end, double value)
        => nn.functional.pad(image, [begin[1], end[1], begin[0], end[0]], PaddingModes.Constant, value);

    /// <summary>
    /// Whether padding with as much behind as in front gives the same windows: those lie where the padding in front puts them, and that behind
    /// decides only how many there are.
    /// </summary>
    public static bool IsSymmetric(Window window, Window.Placement placement, Tensor image)
        => Enumerable.Range(0, 2).All(d =>
            ((image.shape[d + 2] + (2 * placement.Begin[d]) - window.Reach(d)) / window.Strides[d]) + 1 == placement.Count[d]);

    private static Tensor WithConstant(Tensor data, long[] amounts, long[] axes, double value)
    {
        // Torch takes pairs from the last dimension to the first.
        var pairs = new long[2 * data.dim()];
        for (int i = 0; i < axes.Length; i++)
        {
            long fromEnd = data.dim() - 1 - Axis.Of(axes[i], data);
            pairs[2 * fromEnd] = amounts[i];
            pairs[(2 * fromEnd) + 1] = amounts[i + axes.Length];
        }

        return nn.functional.pad(data, pairs, PaddingModes.Constant, value);
    }

    private static Tensor WithOwnValues(Tensor data, long[] amounts, long[] axes, bool reflects)
    {
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = Axis.Of(axes[i], data);
            (long before, long after, long last) = (amounts[i], amounts[i + axes.Length], data.shape[axis] - 1);
            if (before == 0 && after == 0)
                continue;
            var indices = new long[before + last + 1 + after];
            for (int j = 0; j < indices.Length; j++)
            {
                long index = j - before;
                indices[j] = !reflects ? Math.Clamp(index, 0, last) : index < 0 ? -index : index > last ? (2 * last) - index : index;
            }

            data = data.index_select(axis, tensor(indices, device: data.device));
        }

        return data;
    }
}
