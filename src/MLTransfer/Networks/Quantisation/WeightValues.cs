using Onnx;

namespace MLTransfer.Networks.Quantisation;

/// <summary>Reads float32 constants of a network, where they are what their shape says.</summary>
internal static class WeightValues
{
    /// <summary>The weights of a convolution, [out, in / groups, ...]; null where there is no such constant.</summary>
    public static TensorProto? Find(NetworkGraph index, string name)
        => index.ConstantOf(name) is { DataType: (int)TensorProto.Types.DataType.Float } tensor
            && TensorValues.View(tensor).Length is > 0 and var count
            && tensor.Dims.Count > 2 && tensor.Dims.ElementCount() == count
            ? tensor
            : null;

    /// <summary>A vector with one value a channel; null where there is no such constant.</summary>
    public static float[]? Find(NetworkGraph index, string name, int channels)
        => index.ConstantOf(name) is { DataType: (int)TensorProto.Types.DataType.Float } tensor && TensorValues.Floats(tensor) is var values
            && values.Length == channels
            ? values
            : null;
}
