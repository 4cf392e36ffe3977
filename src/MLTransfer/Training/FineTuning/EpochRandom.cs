using MLTransfer.Data;

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

    private static ulong Mix(ulong state) => SplitMix64.Next(ref state);
}
