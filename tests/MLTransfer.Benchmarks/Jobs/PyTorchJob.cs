using MLTransfer.Benchmarks.Peers;

namespace MLTransfer.Benchmarks.Jobs;

/// <summary>The same jobs as a PyTorch program.</summary>
internal static class PyTorchJob
{
    /// <summary>Feature extraction and a linear classifier.</summary>
    public static JobContestant Features(PyTorch torch, string photos, int threads) => new("PyTorch", () =>
    {
        (ChildProcess process, PyTorchOutput output) = torch.Run(photos, "features", threads);
        return ReadFeatures(process, output);
    });

    /// <summary>The classifier on top first, then the last stage with it.</summary>
    public static JobContestant FineTuning(PyTorch torch, string photos, int threads) => new("PyTorch", () =>
    {
        (ChildProcess process, PyTorchOutput output) = torch.Run(photos, "finetune", threads);
        return new JobMeasurement(process.Seconds, output.TestAccuracyOf("stage2"), process.OtherCores);
    });

    /// <summary>
    /// It trains a second classifier, with Adam, to compare; the job needs one, so the time of the second is taken off.
    /// </summary>
    public static JobMeasurement ReadFeatures(ChildProcess process, PyTorchOutput output)
        => new(process.Seconds - output.SecondsOf("head adam"), output.TestAccuracyOf("head=lbfgs"), process.OtherCores);
}
