using System.Runtime.InteropServices;
using Onnx;

namespace MLTransfer.Networks;

/// <summary>The values of ONNX tensors, in either of the two ways that files store them.</summary>
internal static class TensorValues
{
    /// <summary>The values where they lie, if they lie there as bytes; otherwise a copy.</summary>
    public static ReadOnlySpan<float> View(TensorProto tensor)
        => tensor.RawData.IsEmpty ? Floats(tensor) : MemoryMarshal.Cast<byte, float>(tensor.RawData.Span);

    /// <summary>A copy of the values.</summary>
    public static float[] Floats(TensorProto tensor)
    {
        if (!tensor.RawData.IsEmpty)
            return View(tensor).ToArray();
        var values = new float[tensor.FloatData.Count];
        tensor.FloatData.CopyTo(values, 0);
        return values;
    }

    public static long[] Integers(TensorProto tensor)
        => tensor.RawData.IsEmpty ? [.. tensor.Int64Data] : MemoryMarshal.Cast<byte, long>(tensor.RawData.Span).ToArray();
}
