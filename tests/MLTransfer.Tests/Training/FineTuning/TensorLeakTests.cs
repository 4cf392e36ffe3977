using MLTransfer.Tests.Training.Torch;
using MLTransfer.Training.Torch;
using TorchSharp;

namespace MLTransfer.Tests.Training.FineTuning;

/// <summary>A run of training, however it ends, leaves no tensor behind.</summary>
[Collection(TorchTests.Name)]
public sealed class TensorLeakTests : IDisposable
{
    private readonly TinyTraining _tiny = new(perClass: 6);

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void Fine_tuning_leaves_no_tensor_behind()
        => AssertNoLeak(() => _tiny.Fit(_tiny.Tuning() with { Head = Head.Mlp(8), MixUp = .2f, LabelSmoothing = .1f, BalanceClasses = true }).Dispose());

    [Fact]
    public void Neither_does_a_hidden_layer() => AssertNoLeak(() => _tiny.Fit(_tiny.Options with { Head = Head.Mlp(8), Epoch = 3 }).Dispose());

    [Fact]
    public void Neither_does_a_cancelled_run()
    {
        AssertNoLeak(() =>
        {
            using var cancel = new CancellationTokenSource();
            _tiny.Fit(_tiny.Tuning() with { Optimizer = TrainingOptimizer.Sgd, CancellationToken = cancel.Token, MetricsCallback = CancelWhenTuning(cancel) }).Dispose();
        });

        static Action<ImageTransferMetrics> CancelWhenTuning(CancellationTokenSource cancel)
            => m => (m.Phase == TrainingPhase.FineTuning ? cancel : null)?.Cancel();
    }

    [Fact]
    public void Neither_does_one_that_diverges() => AssertNoLeak(() => _tiny.Fit(_tiny.Tuning() with { LearningRate = 1e20f }).Dispose());

    [Fact]
    public void Neither_does_one_that_fails()
        => AssertNoLeak(() => Assert.Throws<TimeoutException>(() => _tiny.Fit(_tiny.Tuning() with
        {
            Head = Head.Mlp(8),
            MetricsCallback = m =>
            {
                if (m.Phase == TrainingPhase.FineTuning)
                    throw new TimeoutException();
            },
        })));

    // Nothing is left to the garbage collector either, which knows nothing of the size of tensors.
    private static void AssertNoLeak(Action run)
    {
        TorchRuntime.Load();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = torch.Tensor.TotalCount;
        run();
        Assert.Equal(before, torch.Tensor.TotalCount);
    }
}
