namespace MLTransfer.Evaluation.Report;

/// <summary>Where the classifier looks, drawn over photos.</summary>
/// <param name="Pictures">A JPEG for each photo that was asked for, in their order; null where there is none.</param>
/// <param name="Obstacle">Why there are none at all; null where there are.</param>
internal sealed record ReportHeatMaps(IReadOnlyList<byte[]?> Pictures, string? Obstacle = null);
