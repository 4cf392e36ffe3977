namespace MLTransfer;

/// <summary>How a classifier does on one class. What is undefined is NaN, and left out of means over classes.</summary>
/// <param name="Label">The class.</param>
/// <param name="Precision">Of the images called this class, the share that are, 0 to 1; NaN where none was.</param>
/// <param name="Recall">Of the images of this class, the share that were called so, 0 to 1; NaN where there are none.</param>
/// <param name="F1">
/// The harmonic mean of precision and recall, 2 TP / (2 TP + FP + FN), 0 to 1; NaN where no image is of this class and none was called so.
/// </param>
/// <param name="Support">The number of images of this class.</param>
public sealed record ClassMetrics(string Label, double Precision, double Recall, double F1, int Support)
{
    /// <summary>
    /// The area under the ROC of this class against the rest: the probability that an image of this class has a higher score of it than an image
    /// of another, ties counting half. NaN where there are no images of it, or none of others.
    /// </summary>
    public double RocAuc { get; init; } = double.NaN;

    /// <summary>
    /// The area under the steps of the precision-recall curve of this class against the rest (the sum over thresholds of the gain in recall times
    /// precision), 0 to 1; NaN where there are no images of it.
    /// </summary>
    public double AveragePrecision { get; init; } = double.NaN;
}
