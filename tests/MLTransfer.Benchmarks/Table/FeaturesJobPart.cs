using MLTransfer.Benchmarks.Jobs;
using MLTransfer.Benchmarks.Peers;

namespace MLTransfer.Benchmarks.Table;

/// <summary>The job of feature extraction.</summary>
internal sealed record FeaturesJobPart() : JobPart("features-job", "dogs_vs_cats")
{
    protected override string[] JobOptions => ["--epochs", "0"];

    protected override string Description =>
        "Start, features of all photos by ResNet18, a linear classifier, accuracy on the test photos. PyTorch's program trains two classifiers; " +
        "the time of the second is taken off.";

    protected override JobContestant PeerOf(PyTorch torch, string photos, int threads) => PyTorchJob.Features(torch, photos, threads);
}
