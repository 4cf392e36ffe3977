using System.Numerics;
using System.Runtime.InteropServices;

namespace MLTransfer.Training.FineTuning;

/// <summary>Converts between float32 and bfloat16, which is its upper half, as Torch does.</summary>
internal static class BFloat16Numbers
{
    private const int Bits = 16;

    /// <summary>Writes bfloat16 numbers as float32; exact.</summary>
    public static void Widen(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        ReadOnlySpan<Vector<ushort>> vectors = MemoryMarshal.Cast<ushort, Vector<ushort>>(source);
        Span<Vector<uint>> results = MemoryMarshal.Cast<float, Vector<uint>>(destination[..source.Length]);
        for (int i = 0; i < vectors.Length; i++)
        {
            Vector.Widen(vectors[i], out Vector<uint> low, out Vector<uint> high);
            (results[2 * i], results[(2 * i) + 1]) = (low << Bits, high << Bits);
        }

        for (int i = vectors.Length * Vector<ushort>.Count; i < source.Length; i++)
            destination[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << Bits);
    }

    /// <summary>Writes float32 numbers as the nearest bfloat16; of two, the even one.</summary>
    public static void Round(ReadOnlySpan<float> source, Span<ushort> destination)
    {
        ReadOnlySpan<Vector<uint>> vectors = MemoryMarshal.Cast<float, Vector<uint>>(source);
        Span<Vector<ushort>> results = MemoryMarshal.Cast<ushort, Vector<ushort>>(destination[..source.Length]);
        for (int i = 0; i < results.Length; i++)
            results[i] = Vector.Narrow(Rounded(vectors[2 * i]), Rounded(vectors[(2 * i) + 1]));
        for (int i = results.Length * Vector<ushort>.Count; i < source.Length; i++)
            destination[i] = (ushort)Rounded(new Vector<uint>(BitConverter.SingleToUInt32Bits(source[i])))[0];
    }

    // To add just less than half of the last place that stays carries over where it has to; a NaN keeps its upper half, which says that it is one.
    private static Vector<uint> Rounded(Vector<uint> value)
    {
        Vector<uint> upper = value >> Bits;
        Vector<uint> nearest = (value + new Vector<uint>(0x7FFF) + (upper & Vector<uint>.One)) >> Bits;
        Vector<uint> isNaN = Vector.GreaterThan(value & new Vector<uint>(0x7FFF_FFFF), new Vector<uint>(0x7F80_0000));
        return Vector.ConditionalSelect(isNaN, upper | new Vector<uint>(0x40), nearest);
    }
}
