namespace MLTransfer.Benchmarks;

/// <summary>Photos that go through the network together.</summary>
/// <param name="First">The index of the first.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Values">The input of the network.</param>
internal sealed record TensorBatch(int First, int Count, float[] Values);
