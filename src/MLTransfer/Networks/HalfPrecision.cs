using System.Runtime.InteropServices;
using Google.Protobuf;
using Onnx;
using static Onnx.TensorProto.Types;

namespace MLTransfer.Networks;

/// <summary>
/// Makes networks in half precision (float16 or bfloat16) networks in single precision, which give the same numbers with less rounding:
/// processors compute it no slower, weights in it can learn, and ML.NET's own ONNX transformer takes no other.
/// </summary>
internal static class HalfPrecision
{
    // The attributes that name a type: of Cast, and of what makes tensors.
    private static readonly HashSet<string> TypeAttributes = ["to", "dtype"];

    /// <summary>Changes constants, casts and the types of inputs and outputs. Changes the network in place.</summary>
    public static void Widen(GraphProto graph)
    {
        foreach (TensorProto tensor in NetworkFile.TensorsOf(graph).Where(t => IsHalf(t.DataType)))
            Widen(tensor);
        WidenTypes(graph);
    }

    private static bool IsHalf(long type) => (DataType)type is DataType.Float16 or DataType.Bfloat16;

    private static void Widen(TensorProto tensor)
    {
        ushort[] bits = tensor.RawData.IsEmpty
            ? [.. tensor.Int32Data.Select(i => (ushort)i)]
            : MemoryMarshal.Cast<byte, ushort>(tensor.RawData.Span).ToArray();
        float[] values = tensor.DataType == (int)DataType.Float16
            ? Array.ConvertAll(bits, b => (float)BitConverter.UInt16BitsToHalf(b))
            // The upper half of a single.
            : Array.ConvertAll(bits, b => BitConverter.UInt32BitsToSingle((uint)b << 16));
        tensor.DataType = (int)DataType.Float;
        tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan()));
        tensor.Int32Data.Clear();
    }

    private static void WidenTypes(GraphProto graph)
    {
        foreach (TypeProto.Types.Tensor type in graph.Input.Concat(graph.Output).Concat(graph.ValueInfo)
            .Select(v => v.Type?.TensorType).OfType<TypeProto.Types.Tensor>().Where(t => IsHalf(t.ElemType)))
        {
            type.ElemType = (int)DataType.Float;
        }

        foreach (NodeProto node in graph.Node)
        {
            foreach (AttributeProto attribute in node.Attribute.Where(a => TypeAttributes.Contains(a.Name) && IsHalf(a.I)))
                attribute.I = (int)DataType.Float;
            foreach (GraphProto body in NetworkGraph.BodiesOf(node))
                WidenTypes(body);
        }
    }
}
