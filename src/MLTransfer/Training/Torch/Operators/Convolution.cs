using MLTransfer.Training.Torch.Gradients;
using static TorchSharp.torch;

namespace MLTransfer.Training.Torch.Operators;

/// <summary>Two-dimensional convolution: grouped, dilated, with any padding.</summary>
internal static class Convolution
{
    public static Operator Conv(OperatorContext context)
    {
        long groups = context.Attributes.Integer("group", 1);
        long[] size = context.Attributes.Integers("kernel_shape") ?? context.SizesOf(1)?[2..]
            ?? throw new NotSupportedException("its kernel_shape is not known");
        var window = new Window(context, size);
        bool isPlain = groups == 1 && window.Strides.All(s => s == 1) && window.Dilations.All(d => d == 1);
        return operands =>
        {
            Tensor image = operands[0];
            Window.Placement placement = window.On(image.shape[2], image.shape[3]);
            long[] padding = placement.Begin;
            if (!Padding.IsSymmetric(window, placement, image))
            {
                image = Padding.Around(image, placement.Begin, placement.End, 0);
                padding = [0, 0];
            }

            if (isPlain && operands.Deferred is { } deferred && operands.Leaf(1) is { } leaf
                && FourierWeightGradient.IsFaster(image.shape, leaf.shape, padding))
            {
                return deferred.Convolve(image, leaf, operands.Optional(2), padding);
            }

            return nn.functional.conv2d(image, operands[1], operands.Optional(2), window.Strides, padding, window.Dilations, groups);
        };
    }
}
