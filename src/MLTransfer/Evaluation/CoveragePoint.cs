namespace MLTransfer;

/// <summary>What a classifier covers, and how often it is right there, if it abstains from images that it is less sure of than a threshold.</summary>
/// <param name="Threshold">It answers where the probability of the predicted class is at least this.</param>
/// <param name="Images">The number of images that it answers.</param>
/// <param name="Coverage">The share of all images that it answers, 0 to 1.</param>
/// <param name="Accuracy">The share of the answered images classified rightly, 0 to 1; NaN where none is answered.</param>
public readonly record struct CoveragePoint(float Threshold, int Images, double Coverage, double Accuracy);
