namespace MLTransfer;

/// <summary>A bar of a reliability diagram: images that a classifier was about equally sure of, and how often it was right.</summary>
/// <param name="LowerBound">The probability of the predicted class is more than this (in the first bin, 0 too).</param>
/// <param name="UpperBound">It is at most this.</param>
/// <param name="Count">The number of images.</param>
/// <param name="MeanConfidence">The mean of that probability, 0 to 1; NaN where there are no images.</param>
/// <param name="Accuracy">The share of the images classified rightly, 0 to 1; NaN where there are none.</param>
public readonly record struct ReliabilityBin(double LowerBound, double UpperBound, int Count, double MeanConfidence, double Accuracy);
