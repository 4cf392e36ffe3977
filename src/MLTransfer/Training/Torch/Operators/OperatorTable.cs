namespace MLTransfer.Training.Torch.Operators;

/// <summary>The ONNX operators that can learn, each with what makes a Torch operation of a node.</summary>
internal static class OperatorTable
{
    private static readonly Dictionary<string, Func<OperatorContext, Operator>> Factories = new()
    {
        ["Conv"] = Convolution.Conv,

        ["MaxPool"] = Pooling.Max,
        ["AveragePool"] = Pooling.Average,
        ["GlobalAveragePool"] = Pooling.GlobalAverage,
        ["GlobalMaxPool"] = Pooling.GlobalMax,
        ["ReduceMean"] = Pooling.ReduceMean,

        ["BatchNormalization"] = Normalisation.Batch,
        ["LayerNormalization"] = Normalisation.Layer,
        ["LRN"] = Normalisation.LocalResponse,

        ["Clip"] = Activation.Clip,
        ["Dropout"] = Activation.Dropout,
        ["Elu"] = Activation.Elu,
        ["Erf"] = Activation.Erf,
        ["Gelu"] = Activation.Gelu,
        ["HardSigmoid"] = Activation.HardSigmoid,
        ["HardSwish"] = Activation.HardSwish,
        ["LeakyRelu"] = Activation.LeakyRelu,
        ["PRelu"] = Activation.PRelu,
        ["Relu"] = Activation.Relu,
        ["Sigmoid"] = Activation.Sigmoid,
        ["Softmax"] = Activation.Softmax,
        ["Tanh"] = Activation.Tanh,

        ["Add"] = Arithmetic.Add,
        ["Div"] = Arithmetic.Div,
        ["Gemm"] = Arithmetic.Gemm,
        ["MatMul"] = Arithmetic.MatMul,
        ["Mul"] = Arithmetic.Mul,
        ["Pow"] = Arithmetic.Pow,
        ["Sqrt"] = Arithmetic.Sqrt,
        ["Sub"] = Arithmetic.Sub,

        ["Cast"] = Shaping.Cast,
        ["Concat"] = Shaping.Concat,
        ["Expand"] = Shaping.Expand,
        ["Flatten"] = Shaping.Flatten,
        ["Gather"] = Selection.Gather,
        ["Identity"] = Shaping.Identity,
        ["Pad"] = Padding.Pad,
        ["Reshape"] = Shaping.Reshape,
        ["Shape"] = Shaping.Shape,
        ["Slice"] = Selection.Slice,
        ["Split"] = Selection.Split,
        ["Squeeze"] = Shaping.Squeeze,
        ["Transpose"] = Shaping.Transpose,
        ["Unsqueeze"] = Shaping.Unsqueeze,
    };

    public static IEnumerable<string> Names => Factories.Keys.Order(StringComparer.Ordinal);

    /// <exception cref="NotSupportedException">There is no such operation in Torch, or not in the form that the node has; the message says
    /// what.</exception>
    public static Operator Compile(OperatorContext context)
    {
        bool isStandard = context.Node.Domain is "" or "ai.onnx";
        if (!isStandard || !Factories.TryGetValue(context.Node.OpType, out Func<OperatorContext, Operator>? factory))
            throw new NotSupportedException("there is no such operation");
        if (context.Node.OpType != "Split")
            context.RequireFirstOutput();
        return factory(context);
    }
}
