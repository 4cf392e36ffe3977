using MLTransfer.Benchmarks.Jobs;
using MLTransfer.Benchmarks.Peers;

namespace MLTransfer.Tests.Benchmarks;

public class PyTorchOutputTests
{
    private static readonly string[] Features =
    [
        "{'data': '/photos', 'mode': 'features', 'lr1': 0.001}",
        "classes 2 train 2000 val 900 test 1100",
        "setup 1.70 s (graph read, folder scan)",
        "PHASE extract train: 53.30 s  37.5 img/s  [other 0.02]",
        "PHASE extract val+test: 50.00 s  40.0 img/s",
        "PHASE head lbfgs: 0.20 s  300000.0 img/s",
        "RESULT head=lbfgs train 1.0000 val 0.9800 test 0.9790",
        "PHASE head adam: 1.50 s  40000.0 img/s  [other 0.00]",
        "RESULT head=adam train 1.0000 val 0.9900 test 0.9810",
        "TOTAL 108.00 s  cpu self 5.2 s children 0.3 s",
    ];

    private static readonly string[] FineTuning =
    [
        "classes 2 train 196 val 49 test 153",
        "PHASE stage1 head epoch 1: 5.30 s  37.0 img/s",
        "   loss 0.5 val 0.9  (val 1.30 s)",
        "RESULT stage1 val 0.9388 test 0.9412",
        "PHASE stage2 layer4 total train: 42.61 s  23.0 img/s",
        "RESULT stage2 val 0.9592 test 0.9150",
    ];

    [Fact]
    public void Photos_speed_and_accuracies_are_read()
    {
        PyTorchOutput output = PyTorchOutput.Parse(Features);
        Assert.Equal(4000, output.Photos);
        Assert.Equal(40.0, output.ExtractionSpeed);
        Assert.Equal(1.5, output.SecondsOf("head adam"));
        Assert.Equal(.979, output.TestAccuracyOf("head=lbfgs"));
    }

    [Fact]
    public void Accuracy_after_fine_tuning_is_that_of_the_second_stage()
        => Assert.Equal(.915, PyTorchOutput.Parse(FineTuning).TestAccuracyOf("stage2"));

    [Fact]
    public void The_job_counts_one_classifier()
    {
        JobMeasurement job = PyTorchJob.ReadFeatures(new ChildProcess(Features, 110, .03), PyTorchOutput.Parse(Features));
        Assert.Equal(108.5, job.Seconds);
        Assert.Equal(.979, job.TestAccuracy);
        Assert.False(job.IsContended);
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        Assert.Throws<PeerException>(() => PyTorchOutput.Parse(Features[2..]));
        PyTorchOutput output = PyTorchOutput.Parse(FineTuning);
        Assert.Throws<PeerException>(() => output.ExtractionSpeed);
        Assert.Contains("head adam", Assert.Throws<PeerException>(() => output.SecondsOf("head adam")).Message, StringComparison.Ordinal);
        Assert.Throws<PeerException>(() => output.TestAccuracyOf("head=lbfgs"));
    }
}
