using System.Runtime.InteropServices;
using Google.Protobuf;
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

    /// <summary>
    /// Stores float32 values that stand one by one in a tensor as one block of bytes, which is read and written many times faster. What does not
    /// fit the tensor's shape stays, for whoever runs the network to complain.
    /// </summary>
    public static void PackFloats(TensorProto tensor)
    {
        if (tensor.DataType != (int)TensorProto.Types.DataType.Float || !tensor.RawData.IsEmpty || tensor.FloatData.Count == 0
            || tensor.Dims.ElementCount() != tensor.FloatData.Count)
            return;
        tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(Floats(tensor).AsSpan()));
        tensor.FloatData.Clear();
    }

    public static long[] Integers(TensorProto tensor)
        => tensor.RawData.IsEmpty ? [.. tensor.Int64Data] : MemoryMarshal.Cast<byte, long>(tensor.RawData.Span).ToArray();
}
