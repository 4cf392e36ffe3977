using System.Runtime.InteropServices;
using Onnx;

namespace MLTransfer.Networks;

/// <summary>The values of ONNX tensors, in either of the two ways that files store them.</summary>
internal static class TensorValues
{
    public static float[] Floats(TensorProto tensor)
    {
        if (!tensor.RawData.IsEmpty)
            return MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();
        var values = new float[tensor.FloatData.Count];
        tensor.FloatData.CopyTo(values, 0);
        return values;
    }

    public static long[] Integers(TensorProto tensor)
        => tensor.RawData.IsEmpty ? [.. tensor.Int64Data] : MemoryMarshal.Cast<byte, long>(tensor.RawData.Span).ToArray();
}
