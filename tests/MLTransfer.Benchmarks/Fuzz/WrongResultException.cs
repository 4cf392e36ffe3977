namespace MLTransfer.Benchmarks.Fuzz;

/// <summary>A damaged file was taken for a whole one, with a result that is wrong.</summary>
internal sealed class WrongResultException(string message) : Exception(message);
