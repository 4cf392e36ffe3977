using MLTransfer.Benchmarks.Jobs;
using MLTransfer.Benchmarks.Peers;

namespace MLTransfer.Benchmarks.Table;

/// <summary>The job of fine-tuning.</summary>
internal sealed record FineTuningJobPart() : JobPart("finetuning-job", "hymenoptera")
{
    protected override string[] JobOptions => ["--validation", ".2"];

    protected override string Description =>
        "Start, training the classifier on the frozen ResNet18 (PyTorch: 5 epochs; MLTransfer: from features that are computed once), " +
        "5 epochs of layer4 with it, accuracy on the test photos.";

    protected override JobContestant PeerOf(PyTorch torch, string photos, int threads) => PyTorchJob.FineTuning(torch, photos, threads);
}
