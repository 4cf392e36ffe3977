using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLTransfer.Training.Torch.Operators;

/// <summary>Functions of one number each, softmax and dropout.</summary>
internal static class Activation
{
    public static Operator Relu(OperatorContext context) => operands => operands[0].relu();

    public static Operator Sigmoid(OperatorContext context) => operands => operands[0].sigmoid();

    public static Operator Tanh(OperatorContext context) => operands => operands[0].tanh();

    public static Operator Erf(OperatorContext context) => operands => operands[0].erf();

    public static Operator HardSwish(OperatorContext context) => operands => nn.functional.hardswish(operands[0]);

    public static Operator PRelu(OperatorContext context) => operands => operands[0].relu() - (operands[1] * (-operands[0]).relu());

    public static Operator Elu(OperatorContext context)
    {
        double alpha = context.Attributes.Number("alpha", 1);
        return operands => nn.functional.elu(operands[0], alpha);
    }

    public static Operator LeakyRelu(OperatorContext context)
    {
        double slope = context.Attributes.Number("alpha", 0.01);
        return operands => nn.functional.leaky_relu(operands[0], slope);
    }

    public static Operator HardSigmoid(OperatorContext context)
    {
        double alpha = context.Attributes.Number("alpha", 0.2), beta = context.Attributes.Number("beta", 0.5);
        return operands => ((operands[0] * alpha) + beta).clamp(0, 1);
    }

    public static Operator Gelu(OperatorContext context)
    {
        GELU.Approximate form = context.Attributes.Text("approximate", "none") == "tanh" ? GELU.Approximate.tanh : GELU.Approximate.none;
        return operands => operands[0].gelu(form);
    }

    /// <summary>Up to opset 10 the bounds are attributes, since then operands.</summary>
    public static Operator Clip(OperatorContext context)
    {
        bool old = context.Opset < 11;
        double low = old ? context.Attributes.Number("min", double.NegativeInfinity) : context.Number(1, double.NegativeInfinity);
        double high = old ? context.Attributes.Number("max", double.PositiveInfinity) : context.Number(2, double.PositiveInfinity);
        return operands => operands[0].clamp(low, high);
    }

    /// <summary>Up to opset 12 everything behind the axis is one distribution, since then the axis alone.</summary>
    public static Operator Softmax(OperatorContext context)
    {
        if (context.Opset >= 13)
        {
            long along = context.Attributes.Integer("axis", -1);
            return operands => operands[0].softmax(along);
        }

        long axis = context.Attributes.Integer("axis", 1);
        return operands =>
        {
            Tensor data = operands[0];
            int from = Axis.Of(axis, data);
            return data.reshape([.. data.shape[..from], -1]).softmax(-1).reshape(data.shape);
        };
    }

    /// <summary>Up to opset 11 the ratio is an attribute, since then an operand.</summary>
    public static Operator Dropout(OperatorContext context)
    {
        double ratio = context.Opset < 12 ? context.Attributes.Number("ratio", 0.5) : context.Number(1, 0.5);
        return operands => operands.Training ? nn.functional.dropout(operands[0], ratio, training: true) : operands[0];
    }
}
