namespace MLTransfer;

/// <summary>How far a <see cref="TransferPipeline"/> is.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="Extraction">How far the extraction is, in an extraction phase; null at the start of every phase.</param>
/// <param name="Metrics">How training stands, in <see cref="TransferPhase.TrainClassifier"/> and <see cref="TransferPhase.FineTune"/> after an
/// epoch.</param>
public sealed record TransferProgress(TransferPhase Phase, ExtractionProgress? Extraction = null, ImageTransferMetrics? Metrics = null);
