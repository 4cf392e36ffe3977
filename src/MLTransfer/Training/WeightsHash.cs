using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MLTransfer.Training;

/// <summary>Identifies trained weights by their values.</summary>
internal static class WeightsHash
{
    /// <summary>SHA-256 over arrays of weights, each preceded by its length, in hexadecimal.</summary>
    public static string Of(IEnumerable<float[]> weights)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (float[] values in weights)
        {
            hash.AppendData(BitConverter.GetBytes(values.LongLength));
            hash.AppendData(MemoryMarshal.AsBytes<float>(values));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
