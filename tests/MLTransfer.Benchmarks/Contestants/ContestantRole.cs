namespace MLTransfer.Benchmarks.Contestants;

/// <summary>What a contestant is measured for.</summary>
internal enum ContestantRole
{
    /// <summary>The network alone, on tensors that are ready: the most that anyone can reach.</summary>
    Limit,

    /// <summary>This library.</summary>
    Library,

    /// <summary>This library where nothing is left to compute.</summary>
    Cache,

    /// <summary>What comes before the network: from files to tensors.</summary>
    Decoding,

    /// <summary>What one would use in place of this library.</summary>
    Peer,
}
