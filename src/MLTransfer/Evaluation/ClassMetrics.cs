namespace MLTransfer;

/// <summary>How a classifier does on one class.</summary>
/// <param name="Label">The class.</param>
/// <param name="Precision">Of the images called this class, the share that are; 0 where none was.</param>
/// <param name="Recall">Of the images of this class, the share that were called so; 0 where there are none.</param>
/// <param name="F1">The harmonic mean of precision and recall.</param>
/// <param name="Support">The number of images of this class.</param>
public sealed record ClassMetrics(string Label, double Precision, double Recall, double F1, int Support);
