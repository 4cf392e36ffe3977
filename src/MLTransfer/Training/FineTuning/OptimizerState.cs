namespace MLTransfer.Training.FineTuning;

/// <summary>All that an optimiser remembers between steps.</summary>
/// <param name="Steps">The number of steps taken.</param>
/// <param name="Moments">The moments by name, each in the order of its weight's memory.</param>
internal sealed record OptimizerState(long Steps, IReadOnlyDictionary<string, float[]> Moments);
