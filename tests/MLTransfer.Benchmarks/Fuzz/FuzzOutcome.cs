namespace MLTransfer.Benchmarks.Fuzz;

/// <summary>What became of a mutated file.</summary>
internal enum FuzzOutcome
{
    /// <summary>It was still usable, or its damage was passed over as documented.</summary>
    Fine,

    /// <summary>It was refused by an error of the library.</summary>
    Refused,

    /// <summary>Another error, a wrong result, too much memory, a hang, or the end of the process.</summary>
    Finding,
}
