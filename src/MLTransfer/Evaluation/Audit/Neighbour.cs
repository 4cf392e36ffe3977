namespace MLTransfer.Evaluation;

/// <summary>A row near another one.</summary>
/// <param name="Row">The row.</param>
/// <param name="Cosine">The cosine of the angle between the two, -1 to 1.</param>
internal readonly record struct Neighbour(int Row, float Cosine);
