namespace MLTransfer.Training.FineTuning;

/// <summary>Random numbers that follow from where a run is, so that one which is resumed draws what it would have drawn.</summary>
internal static class EpochRandom
{
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="use">Tells apart what is drawn in one epoch.</param>
    public static Random Of(int seed, int epoch, int use)
    {
        ulong state = Mix(Mix(Mix((uint)seed) + (uint)epoch) + (uint)use);
        return new Random((int)(state >> 32));
    }

    // The step of SplitMix64 (Steele, Lea and Flood 2014): neighbouring seeds give unrelated numbers.
    private static ulong Mix(ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
        return state ^ (state >> 31);
    }
}
