using System.Runtime.InteropServices;
using Onnx;

namespace MLTransfer.Networks;

/// <summary>Reads the values of ONNX tensors, in either of the two ways that files store them.</summary>
internal static class TensorValues
{
    public static float[] Floats(TensorProto tensor)
        => tensor.RawData.IsEmpty ? [.. tensor.FloatData] : MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();

    public static long[] Integers(TensorProto tensor)
        => tensor.RawData.IsEmpty ? [.. tensor.Int64Data] : MemoryMarshal.Cast<byte, long>(tensor.RawData.Span).ToArray();
}
