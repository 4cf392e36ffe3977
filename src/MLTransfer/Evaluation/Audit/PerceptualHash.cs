namespace MLTransfer.Evaluation;

/// <summary>
/// A hash of what a photo looks like: the signs of its low frequencies relative to their median. Photos that look alike differ in few bits.
/// </summary>
/// <remarks>Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, section 3.2.</remarks>
internal static class PerceptualHash
{
    private const int Side = PixelFacts.Side;
    private const int Frequencies = 8;

    private static readonly float[] Cosines = [.. Enumerable.Range(0, Frequencies * Side)
        .Select(i => (float)Math.Cos(Math.PI / Side * ((i % Side) + .5) * (i / Side)))];

    /// <summary>The hash of a thumbnail, and that of its mirror image; null where it is so plain that the bits are noise.</summary>
    public static (ulong Plain, ulong Mirrored)? Of(byte[] thumbnail)
    {
        Span<float> rows = stackalloc float[Side * Frequencies];
        for (int y = 0; y < Side; y++)
        {
            for (int u = 0; u < Frequencies; u++)
            {
                float sum = 0;
                for (int x = 0; x < Side; x++)
                    sum += thumbnail[(y * Side) + x] * Cosines[(u * Side) + x];
                rows[(y * Frequencies) + u] = sum;
            }
        }

        Span<float> spectrum = stackalloc float[Frequencies * Frequencies];
        for (int v = 0; v < Frequencies; v++)
        {
            for (int u = 0; u < Frequencies; u++)
            {
                float sum = 0;
                for (int y = 0; y < Side; y++)
                    sum += rows[(y * Frequencies) + u] * Cosines[(v * Side) + y];
                spectrum[(v * Frequencies) + u] = sum;
            }
        }

        // The mean brightness says nothing of what is seen.
        spectrum[0] = 0;
        float least = 2 * Side * Side / (float)Frequencies;
        if (System.Numerics.Tensors.TensorPrimitives.MaxMagnitude<float>(spectrum) is var largest && Math.Abs(largest) < least)
            return null;
        ulong plain = Bits(spectrum);
        // Mirroring turns the sign of the odd frequencies along a row.
        for (int i = 1; i < spectrum.Length; i += 2)
            spectrum[i] = -spectrum[i];
        return (plain, Bits(spectrum));
    }

    private static ulong Bits(ReadOnlySpan<float> spectrum)
    {
        Span<float> sorted = stackalloc float[spectrum.Length];
        spectrum.CopyTo(sorted);
        sorted.Sort();
        float median = (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
        ulong bits = 0;
        for (int i = 0; i < spectrum.Length; i++)
            bits |= spectrum[i] > median ? 1UL << i : 0;
        return bits;
    }
}
