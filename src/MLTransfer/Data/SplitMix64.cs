namespace MLTransfer.Data;

/// <summary>
/// Random numbers that are the same in every version and on every machine, which those of <see cref="Random"/> are not promised to be
/// (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
/// </summary>
internal static class SplitMix64
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>The next number of the sequence that a state stands in. Neighbouring states give unrelated numbers.</summary>
    public static ulong Next(ref ulong state) => Scatter(state += Step);

    /// <summary>Sends different numbers to different numbers without any order: the finaliser.</summary>
    public static ulong Scatter(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
