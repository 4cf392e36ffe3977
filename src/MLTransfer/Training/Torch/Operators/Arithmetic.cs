using static TorchSharp.torch;

namespace MLTransfer.Training.Torch.Operators;

/// <summary>Arithmetic on tensors, of floats and of the integers that shapes are computed from.</summary>
internal static class Arithmetic
{
    public static Operator Add(OperatorContext context) => operands => operands[0] + operands[1];

    public static Operator Sub(OperatorContext context) => operands => operands[0] - operands[1];

    public static Operator Mul(OperatorContext context) => operands => operands[0] * operands[1];

    /// <summary>The quotient of integers is cut off, as in C.</summary>
    public static Operator Div(OperatorContext context)
        => operands => is_floating_point(operands[0]) ? operands[0] / operands[1] : operands[0].div(operands[1], RoundingMode.trunc);

    public static Operator Sqrt(OperatorContext context) => operands => operands[0].sqrt();

    public static Operator MatMul(OperatorContext context) => operands => operands[0].matmul(operands[1]);

    public static Operator Pow(OperatorContext context)
    {
        double exponent = context.Number(1, 1);
        return operands => operands[0].pow(exponent);
    }

    public static Operator Gemm(OperatorContext context)
    {
        double alpha = context.Attributes.Number("alpha", 1), beta = context.Attributes.Number("beta", 1);
        bool transposesA = context.Attributes.Flag("transA"), transposesB = context.Attributes.Flag("transB");
        return operands =>
        {
            Tensor product = Matrix(operands[0], transposesA).matmul(Matrix(operands[1], transposesB));
            if (alpha != 1)
                product *= alpha;
            if (operands.Optional(2) is not { } bias)
                return product;
            return product + (beta == 1 ? bias : bias * beta);
        };

        static Tensor Matrix(Tensor matrix, bool transposes) => transposes ? matrix.t() : matrix;
    }
}
