using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Onnx;

namespace MLTransfer.Networks.ClassMaps;

/// <summary>A fully connected layer, y = W x + b, as it lies in a network: its weights are not copied.</summary>
internal sealed class DenseLayer
{
    private readonly ReadOnlyMemory<byte> _weights;
    private readonly float[] _bias;
    private readonly bool _isByInput;

    private DenseLayer(TensorProto weights, bool isByInput, float[] bias)
    {
        // The few tensors that hold their numbers one by one are copied.
        _weights = weights.RawData.IsEmpty ? MemoryMarshal.AsBytes(TensorValues.Floats(weights).AsSpan()).ToArray() : weights.RawData.Memory;
        (_isByInput, _bias) = (isByInput, bias);
        Inputs = (int)weights.Dims[isByInput ? 0 : 1];
    }

    public int Inputs { get; }

    public int Outputs => _bias.Length;

    /// <summary>Whether max(0, y) is what goes on.</summary>
    public bool IsRectified { get; init; }

    private ReadOnlySpan<float> Weights => MemoryMarshal.Cast<byte, float>(_weights.Span);

    /// <summary>The layer that a node is; null where it is none, or not of constant weights.</summary>
    /// <param name="node">Gemm, MatMul, or the Add of a constant behind a MatMul.</param>
    /// <param name="graph">Its network.</param>
    /// <param name="isRectified">Whether a Relu follows.</param>
    /// <param name="input">What the layer reads.</param>
    public static DenseLayer? TryRead(NodeProto node, NetworkGraph graph, bool isRectified, out string input)
    {
        input = node.Input[0];
        if (node.OpType == "Gemm")
            return IsPlain(node) ? Create(node.Input[1], IsSet(node, "transB"), node.Input.ElementAtOrDefault(2)) : null;
        string? bias = null;
        if (node.OpType == "Add")
        {
            int constant = graph.ConstantOf(node.Input[1]) is null ? 0 : 1;
            bias = node.Input[constant];
            if (graph.ProducerOf(node.Input[1 - constant]) is not { } product)
                return null;
            node = product;
        }

        if (node.OpType != "MatMul")
            return null;
        input = node.Input[0];
        return Create(node.Input[1], isByOutput: false, bias);

        DenseLayer? Create(string weightsName, bool isByOutput, string? biasName)
        {
            if (graph.ConstantOf(weightsName) is not { Dims.Count: 2, DataType: (int)TensorProto.Types.DataType.Float } weights)
                return null;
            int outputs = (int)weights.Dims[isByOutput ? 0 : 1];
            float[]? values = string.IsNullOrEmpty(biasName) ? new float[outputs] : WeightsOf(graph.ConstantOf(biasName), outputs);
            return values is null ? null : new DenseLayer(weights, !isByOutput, values) { IsRectified = isRectified };
        }
    }

    /// <summary>What goes on for an input.</summary>
    public float[] Apply(ReadOnlySpan<float> x)
    {
        float[] y = _isByInput ? SumOfRows(x, Outputs) : Products(x, Outputs);
        TensorPrimitives.Add(y, _bias, y);
        if (IsRectified)
            TensorPrimitives.Max(y, 0, y);
        return y;
    }

    /// <summary>The gradient by the input, given that by what goes on, and what that was.</summary>
    public float[] Gradient(float[] gradient, float[] output)
    {
        if (IsRectified)
            gradient = [.. gradient.Zip(output, (g, y) => y > 0 ? g : 0)];
        return _isByInput ? Products(gradient, Inputs) : SumOfRows(gradient, Inputs);
    }

    private float[] Products(ReadOnlySpan<float> x, int count)
    {
        var result = new float[count];
        for (int i = 0; i < count; i++)
            result[i] = TensorPrimitives.Dot(Weights.Slice(i * x.Length, x.Length), x);
        return result;
    }

    private float[] SumOfRows(ReadOnlySpan<float> factors, int length)
    {
        var result = new float[length];
        for (int i = 0; i < factors.Length; i++)
        {
            if (factors[i] != 0)
                TensorPrimitives.MultiplyAdd(Weights.Slice(i * length, length), factors[i], result, result);
        }

        return result;
    }

    private static bool IsPlain(NodeProto gemm)
        => !IsSet(gemm, "transA") && gemm.Attribute.All(a => a.Name is not ("alpha" or "beta") || a.F == 1);

    private static bool IsSet(NodeProto node, string attribute) => node.Attribute.Any(a => a.Name == attribute && a.I != 0);

    private static float[]? WeightsOf(TensorProto? constant, int count)
        => constant is { DataType: (int)TensorProto.Types.DataType.Float } && TensorValues.Floats(constant) is { } values && values.Length == count
            ? values
            : null;
}
