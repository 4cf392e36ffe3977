using static TorchSharp.torch;

namespace MLTransfer.Training.Torch.Operators;

/// <summary>Normalisation of layers and between neighbouring channels.</summary>
internal static class Normalisation
{
    /// <summary>Mean and variance are constants and stay what they are: what was computed below the cut was computed with them, too.</summary>
    public static Operator Batch(OperatorContext context)
    {
        double epsilon = context.Attributes.Number("epsilon", 1e-5);
        if (context.Attributes.Flag("training_mode"))
            throw new NotSupportedException("it computes statistics of the batch (training_mode)");
        if (context.Opset < 9 && context.Attributes.Integer("spatial", 1) == 0)
            throw new NotSupportedException("it normalises every position of its own (spatial 0)");
        return operands => nn.functional.batch_norm(
            operands[0], operands.InFloat32(3)!, operands.InFloat32(4)!, operands.InFloat32(1), operands.InFloat32(2), training: false, eps: epsilon);
    }

    public static Operator Layer(OperatorContext context)
    {
        long axis = context.Attributes.Integer("axis", -1);
        double epsilon = context.Attributes.Number("epsilon", 1e-5);
        return operands =>
        {
            Tensor data = operands[0];
            Tensor normal = nn.functional.layer_norm(data, data.shape[Axis.Of(axis, data)..], eps: epsilon) * operands[1];
            return operands.Optional(2) is { } bias ? normal + bias : normal;
        };
    }

    /// <summary>Krizhevsky et al., "ImageNet Classification with Deep Convolutional Neural Networks", 2012.</summary>
    public static Operator LocalResponse(OperatorContext context)
    {
        NodeAttributes attributes = context.Attributes;
        long size = attributes.Integer("size", 1);
        double alpha = attributes.Number("alpha", 1e-4), beta = attributes.Number("beta", 0.75), bias = attributes.Number("bias", 1);
        return operands =>
        {
            Tensor data = operands[0];
            long channels = data.shape[1], before = (size - 1) / 2;
            var pads = new long[2 * (data.dim() - 1)];
            (pads[^2], pads[^1]) = (before, size - 1 - before);
            Tensor squares = nn.functional.pad(data.square(), pads);
            Tensor sum = squares.narrow(1, 0, channels);
            for (long i = 1; i < size; i++)
                sum += squares.narrow(1, i, channels);
            return data / ((sum * (alpha / size)) + bias).pow(beta);
        };
    }
}
