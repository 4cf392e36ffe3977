using static TorchSharp.torch;

namespace MLTransfer.Training.Torch.Operators;

/// <summary>Pooling over windows, over whole images, and means over dimensions.</summary>
internal static class Pooling
{
    public static Operator Max(OperatorContext context)
    {
        Window window = WindowOf(context);
        return operands =>
        {
            Tensor image = operands[0];
            Window.Placement placement = window.On(image.shape[2], image.shape[3]);
            long[] padding = placement.Begin;
            // Torch pads by half a window at most.
            if (!Padding.IsSymmetric(window, placement, image) || padding.Where((p, d) => 2 * p > window.Size[d]).Any())
            {
                image = Padding.Around(image, placement.Begin, EndOf(window, placement, image), double.NegativeInfinity);
                padding = [0, 0];
            }

            return nn.functional.max_pool2d(image, window.Size, window.Strides, padding, window.Dilations);
        };
    }

    public static Operator Average(OperatorContext context)
    {
        Window window = WindowOf(context);
        if (window.Dilations.Any(d => d != 1))
            throw new NotSupportedException("it is dilated");
        bool countsPadding = context.Attributes.Flag("count_include_pad");
        return operands =>
        {
            Tensor image = operands[0];
            Window.Placement placement = window.On(image.shape[2], image.shape[3]);
            long[] end = EndOf(window, placement, image);
            if (placement.Begin.Concat(end).All(p => p == 0))
                return nn.functional.avg_pool2d(image, window.Size, window.Strides);

            Tensor sums = SumsOf(Padding.Around(image, placement.Begin, end, 0), window);
            return sums / CellsOf(image, window, placement, end, countsPadding);
        };
    }

    public static Operator GlobalAverage(OperatorContext context) => operands => operands[0].mean(SpatialDimensions(operands[0]), keepdim: true);

    public static Operator GlobalMax(OperatorContext context) => operands => operands[0].amax(SpatialDimensions(operands[0]), keepdim: true);

    public static Operator ReduceMean(OperatorContext context)
    {
        bool keeps = context.Attributes.Integer("keepdims", 1) != 0;
        bool nothingMeansNone = context.Attributes.Flag("noop_with_empty_axes");
        Func<Operands, long[]>? axes = context.Integers("axes", 1);
        return operands =>
        {
            Tensor data = operands[0];
            long[] dimensions = axes?.Invoke(operands) ?? [];
            if (dimensions.Length == 0 && nothingMeansNone)
                return data;
            return data.mean(dimensions.Length > 0 ? dimensions : [.. Enumerable.Range(0, (int)data.dim()).Select(i => (long)i)], keeps);
        };
    }

    private static Window WindowOf(OperatorContext context)
        => new(context, context.Attributes.Integers("kernel_shape") ?? throw new NotSupportedException("it has no kernel_shape"));

    /// <summary>The padding behind that makes the last window whole.</summary>
    private static long[] EndOf(Window window, Window.Placement placement, Tensor image)
        => [.. Enumerable.Range(0, 2).Select(d => Math.Max(
            0, ((placement.Count[d] - 1) * window.Strides[d]) + window.Reach(d) - image.shape[d + 2] - placement.Begin[d]))];

    private static Tensor SumsOf(Tensor image, Window window)
        => nn.functional.avg_pool2d(image, window.Size, window.Strides, divisor_override: 1);

    /// <summary>How many cells every window averages. Those behind the declared padding, which make the last window whole, never count.</summary>
    private static Tensor CellsOf(Tensor image, Window window, Window.Placement placement, long[] end, bool countsPadding)
    {
        Tensor cells = ones(1, 1, image.shape[2], image.shape[3], dtype: image.dtype, device: image.device);
        if (!countsPadding)
            return SumsOf(Padding.Around(cells, placement.Begin, end, 0), window);
        long[] declared = [Math.Min(end[0], placement.End[0]), Math.Min(end[1], placement.End[1])];
        cells = Padding.Around(cells, placement.Begin, declared, 1);
        return SumsOf(Padding.Around(cells, [0, 0], [end[0] - declared[0], end[1] - declared[1]], 0), window);
    }

    private static long[] SpatialDimensions(Tensor image) => [.. Enumerable.Range(2, (int)image.dim() - 2).Select(d => (long)d)];
}
