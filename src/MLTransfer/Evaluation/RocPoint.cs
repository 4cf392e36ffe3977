namespace MLTransfer;

/// <summary>A point of a receiver operating characteristic (ROC) of one class against the rest.</summary>
/// <param name="Threshold">Images whose score of the class is at least this are called the class.</param>
/// <param name="FalsePositiveRate">Of the images of other classes, the share called the class, 0 to 1.</param>
/// <param name="TruePositiveRate">Of the images of the class, the share called so, 0 to 1: recall.</param>
public readonly record struct RocPoint(float Threshold, double FalsePositiveRate, double TruePositiveRate);
