namespace MLTransfer;

/// <summary>Places where a backbone is cut that are none of its stages and tensors.</summary>
public static class Cut
{
    /// <summary>
    /// In <see cref="ExtractionOptions.Cut"/> of a trainer or pipeline: the cut and the pooling that a linear probe of every stage on the training
    /// images recommends; in fine-tuning, what is unfrozen as well, unless <see cref="ImageTransferTrainer.Options.UnfreezeFrom"/> says that. It is
    /// the end of the backbone unless another place is clearly better: see <see cref="TransferPipeline.ProbeStages"/>. The probe runs in float32 and
    /// sees at most 2,000 images; what it extracts is in the cache for a run in float32. What was chosen, and why, is in
    /// <see cref="ImageTransferTransformer.StageProbe"/> and in the log.
    /// </summary>
    public const string Auto = "<auto>";
}
