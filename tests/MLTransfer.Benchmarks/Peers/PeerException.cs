namespace MLTransfer.Benchmarks.Peers;

/// <summary>A program that is measured is not there, failed, or said something else than it should.</summary>
internal sealed class PeerException(string message) : Exception(message);
