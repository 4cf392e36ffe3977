namespace MLTransfer.Evaluation;

/// <summary>What a classifier says of one labelled image.</summary>
/// <param name="Path">The image: its path, or a description where it has none.</param>
/// <param name="Label">The true class, counted from 0.</param>
/// <param name="Scores">The probability of each class, 0 to 1.</param>
internal sealed record ImageScores(string Path, int Label, IReadOnlyList<float> Scores)
{
    /// <summary>The most probable class, the first of equals.</summary>
    public int Predicted { get; } = Enumerable.Range(0, Scores.Count).MaxBy(c => Scores[c]);

    /// <summary>Its probability.</summary>
    public float Probability => Scores[Predicted];

    /// <summary>The cross-entropy of this image, in nats; bounded as ML.NET's log-loss is, so that one image cannot make a mean infinite.</summary>
    public double Loss => -Math.Log(Math.Max(Scores[Label], 1e-15));
}
