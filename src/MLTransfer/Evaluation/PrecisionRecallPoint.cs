namespace MLTransfer;

/// <summary>A point of a precision-recall curve of one class against the rest.</summary>
/// <param name="Threshold">Images whose score of the class is at least this are called the class.</param>
/// <param name="Recall">Of the images of the class, the share called so, 0 to 1.</param>
/// <param name="Precision">Of the images called the class, the share that are, 0 to 1.</param>
public readonly record struct PrecisionRecallPoint(float Threshold, double Recall, double Precision);
