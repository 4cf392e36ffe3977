namespace MLTransfer.Networks;

/// <summary>A constant of a network that learns when the part that uses it is unfrozen.</summary>
/// <param name="Name">The name of the initializer, or of the output of a Constant node.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Decays">Whether weight decay applies: not to biases and the scales and shifts of normalisation.</param>
/// <param name="Depth">Where it is first used, from 0 (next to the frozen part) to 1 (the last layer).</param>
internal sealed record LearnableWeight(string Name, IReadOnlyList<long> Shape, bool Decays, double Depth);
