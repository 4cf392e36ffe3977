using System.Runtime.InteropServices;
using MLTransfer.Networks;
using Onnx;
using static Onnx.TensorProto.Types;
using static TorchSharp.torch;

namespace MLTransfer.Training.Torch.Operators;

/// <summary>Makes Torch tensors of ONNX constants: float32 stays, integers and truth values become int64 on the CPU.</summary>
internal static class ConstantTensor
{
    public static bool CanCreate(TensorProto constant)
        => (DataType)constant.DataType is DataType.Float or DataType.Int64 or DataType.Int32 or DataType.Bool;

    public static Tensor Create(TensorProto constant, Device device)
    {
        long[] shape = [.. constant.Dims];
        if (constant.DataType != (int)DataType.Float)
            return tensor(Integers(constant), shape);
        ReadOnlySpan<byte> values = MemoryMarshal.AsBytes(TensorValues.View(constant));
        Tensor result = empty(shape);
        if (values.Length != result.numel() * sizeof(float))
            throw new ArgumentException($"'{constant.Name}' has {values.Length / sizeof(float)} values, not {result.numel()}.", nameof(constant));
        if (values.Length > 0)
            values.CopyTo(result.bytes);
        return result.to(device, disposeAfter: true);
    }

    /// <summary>The values of a constant of whole numbers, whatever their width.</summary>
    public static long[] Integers(TensorProto constant) => (DataType)constant.DataType switch
    {
        DataType.Int64 => TensorValues.Integers(constant),
        DataType.Int32 when !constant.RawData.IsEmpty => [.. MemoryMarshal.Cast<byte, int>(constant.RawData.Span).ToArray().Select(i => (long)i)],
        DataType.Bool when !constant.RawData.IsEmpty => [.. constant.RawData.Select(b => (long)b)],
        DataType.Int32 or DataType.Bool => [.. constant.Int32Data.Select(i => (long)i)],
        _ => throw new NotSupportedException(
                $"its constant '{constant.Name}' is of type {(DataType)constant.DataType}, where whole numbers are expected"),
    };
}
