namespace MLTransfer.Benchmarks.Jobs;

/// <summary>A program that does a whole job.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="Run">Runs it once, from nothing; throws <see cref="Peers.PeerException"/> where it fails.</param>
internal sealed record JobContestant(string Name, Func<JobMeasurement> Run);
