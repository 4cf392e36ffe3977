using System.Numerics;
using System.Runtime.InteropServices;

namespace MLTransfer.Data;

/// <summary>The checksum CRC-32C (Castagnoli), for which processors have an instruction.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of all bytes up to here.</summary>
    /// <param name="bytes">The next bytes.</param>
    /// <param name="checksum">The checksum of the bytes before them; 0 where there are none.</param>
    public static uint Of(ReadOnlySpan<byte> bytes, uint checksum = 0)
    {
        checksum = ~checksum;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
            checksum = BitOperations.Crc32C(checksum, word);
        foreach (byte rest in bytes[(words.Length * sizeof(ulong))..])
            checksum = BitOperations.Crc32C(checksum, rest);
        return ~checksum;
    }
}
