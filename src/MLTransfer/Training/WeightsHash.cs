using System.Runtime.InteropServices;

namespace MLTransfer.Training;

/// <summary>Identifies trained weights by their values.</summary>
internal static class WeightsHash
{
    /// <summary>SHA-256 over arrays of weights, in hexadecimal.</summary>
    public static string Of(IEnumerable<float[]> weights) => Backbone.HashOf(weights.Select(w => MemoryMarshal.AsBytes<float>(w).ToArray()));
}
