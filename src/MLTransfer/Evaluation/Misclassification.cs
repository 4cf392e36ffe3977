namespace MLTransfer;

/// <summary>An image classified wrongly.</summary>
/// <param name="Path">The image.</param>
/// <param name="Label">What it is.</param>
/// <param name="PredictedLabel">What it was taken for.</param>
/// <param name="Probability">The probability of <paramref name="PredictedLabel"/>, 0 to 1.</param>
public sealed record Misclassification(string Path, string Label, string PredictedLabel, float Probability);
