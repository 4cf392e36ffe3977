namespace MLTransfer.Benchmarks.Fuzz;

/// <summary>A kind of file that the library reads, and the reading of it.</summary>
internal abstract class FuzzTarget
{
    private const int CasesPerSeed = 1_000_003;

    /// <summary>What the command line calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Whole files of this kind.</summary>
    public required IReadOnlyList<byte[]> Seeds { get; init; }

    /// <summary>The most managed memory that the reading of one file may allocate, in bytes.</summary>
    public virtual long MostAllocated => 64L << 20;

    /// <summary>The mutated file of a case: always the same one.</summary>
    public byte[] Input(int seed, int number) => Mutate(number, new Random(unchecked((seed * CasesPerSeed) + number)));

    /// <summary>
    /// Reads a file and uses what is in it. True where it was usable, false where the reader passed it over as documented; an
    /// <see cref="MLTransferException"/> where it was refused.
    /// </summary>
    public abstract bool Read(byte[] file);

    protected virtual byte[] Mutate(int number, Random random) => ByteMutation.Of(Seeds, random);

    /// <exception cref="WrongResultException">The condition does not hold.</exception>
    protected static void Require(bool condition, string otherwise)
    {
        if (!condition)
            throw new WrongResultException(otherwise);
    }
}
