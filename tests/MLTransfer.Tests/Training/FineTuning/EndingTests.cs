using Microsoft.ML.Data;
using MLTransfer.Tests.Training.Torch;

namespace MLTransfer.Tests.Training.FineTuning;

/// <summary>However fine-tuning ends, there is a model, and the better one.</summary>
[Collection(TorchTests.Name)]
public sealed class EndingTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void Cancelling_in_mid_training_gives_the_best_model_so_far()
    {
        using var cancel = new CancellationTokenSource();
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Tuning() with { Epoch = 50, CancellationToken = cancel.Token, MetricsCallback = CancelAfter(cancel, 3) });
        FineTuningSummary summary = model.FineTuning!;
        Assert.Equal((FineTuningEnd.Cancelled, 3), (summary.End, summary.Epochs.Count));
        AssertIsBest(summary);
        // It works, and another use of it is not cancelled.
        Assert.Equal(36, TinyTuning.Scores(model, _tiny.Rows().Select(r => r.ImagePath)).Length);
        Assert.Equal(36, model.Transform(_tiny.Photos).GetColumn<float[]>("Score").Count());
    }

    [Fact]
    public void Cancelling_during_the_extraction_gives_none()
    {
        using var cancel = new CancellationTokenSource();
        ImageTransferTrainer.Options options = _tiny.Tuning() with { CancellationToken = cancel.Token, Progress = new Cancels(cancel), Threads = 1 };
        Assert.ThrowsAny<OperationCanceledException>(() => _tiny.Fit(options));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Cancelling_while_the_classifier_is_trained_gives_none(bool linear)
    {
        using var cancel = new CancellationTokenSource();
        ImageTransferTrainer.Options options = _tiny.Tuning() with
        {
            Head = linear ? Head.Linear : Head.Mlp(8),
            CancellationToken = cancel.Token,
            MetricsCallback = _ => cancel.Cancel(),
        };
        Assert.ThrowsAny<OperationCanceledException>(() => _tiny.Fit(options));
    }

    [Fact]
    public void Early_stopping_keeps_the_weights_of_the_best_epoch()
    {
        // Far too high a rate: the first epochs, in which it still rises, are the best.
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Tuning() with
        {
            Epoch = 40,
            LearningRate = 1f,
            EarlyStoppingCriteria = new() { Metric = EarlyStoppingMetric.Loss, MinDelta = 0, Patience = 3 },
        });
        FineTuningSummary summary = model.FineTuning!;
        Assert.Equal(FineTuningEnd.StoppedEarly, summary.End);
        Assert.Equal(summary.BestEpoch + 3, summary.Epochs.Count);
        AssertIsBest(summary);
        Assert.True(summary.Epochs[^1].ValidationLoss > summary.LossAfter * 1.01, $"{summary}");
    }

    [Theory]
    [InlineData(.25f, 8)]
    [InlineData(0, 8)]
    [InlineData(.25f, 100)]
    [InlineData(0, 100)]
    public void A_learning_rate_that_leads_nowhere_leaves_the_model_before(float validation, int batch)
    {
        ImageTransferTrainer.Options options = _tiny.Tuning() with { ValidationSetFraction = validation };
        using ImageTransferTransformer before = _tiny.Fit(_tiny.Options with { ValidationSetFraction = validation, Threads = 2 });
        foreach (int epochs in (int[])[1, 5])
        {
            _tiny.Log.Clear();
            using ImageTransferTransformer model = _tiny.Fit(options with { LearningRate = 1e20f, Epoch = epochs, BatchSize = batch });
            Assert.Equal((FineTuningEnd.Diverged, 0, false), (model.FineTuning!.End, model.FineTuning.BestEpoch, model.FineTuning.IsKept));
            Assert.Equal(TinyTuning.Weights(before), TinyTuning.Weights(model));
            string warning = Assert.Single(_tiny.Log, m => m.Contains("no longer finite", StringComparison.Ordinal));
            Assert.Contains("LearningRate of 1E+20", warning, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("before fine-tuning are kept", warning, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(.25f)]
    [InlineData(0)]
    public void A_hidden_layer_that_learns_too_fast_is_an_error(float validation)
    {
        ImageTransferTrainer.Options options = _tiny.Options with { Head = Head.Mlp(16), LearningRate = 1e20f, ValidationSetFraction = validation };
        Assert.Contains("LearningRate of 1E+20", Assert.Throws<TrainingDataException>(() => _tiny.Fit(options)).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_rate_and_the_epochs_of_fine_tuning_are_not_those_of_the_classifier()
    {
        foreach (Head head in (Head[])[Head.Linear, Head.Mlp(8)])
        {
            ImageTransferTrainer.Options extracting = _tiny.Options with { Head = head, ValidationSetFraction = .25f, Threads = 2, BatchSize = 8 };
            using ImageTransferTransformer before = _tiny.Fit(extracting);
            using ImageTransferTransformer model = _tiny.Fit(_tiny.Tuning() with { Head = head, LearningRate = 1e20f, Epoch = 1 });
            Assert.Equal(TinyTuning.Weights(before), TinyTuning.Weights(model));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_better_model_is_kept_unless_the_tuned_one_is_wanted_anyway(bool keepBest)
    {
        using ImageTransferTransformer before = _tiny.Fit(_tiny.Options with { ValidationSetFraction = .25f, Threads = 2 });
        using ImageTransferTransformer worse = _tiny.Fit(
            _tiny.Tuning() with { KeepBest = keepBest, LearningRate = .5f, WarmUp = 0, Epoch = 2, MaxGradientNorm = null });
        Assert.False(worse.FineTuning!.IsBetter, $"{worse.FineTuning}");
        Assert.Equal(!keepBest, worse.FineTuning.IsKept);
        Assert.Equal(keepBest, TinyTuning.Weights(before).SequenceEqual(TinyTuning.Weights(worse)));
        Assert.Contains(_tiny.Log, m => m.Contains(keepBest ? "the model before fine-tuning is kept" : "the fine-tuned model is kept", StringComparison.Ordinal));
    }

    private static void AssertIsBest(FineTuningSummary summary)
    {
        Assert.Equal(summary.Epochs.Min(e => e.ValidationLoss), summary.Epochs[summary.BestEpoch - 1].ValidationLoss);
        Assert.Equal(summary.Epochs[summary.BestEpoch - 1].ValidationLoss!.Value, summary.LossAfter!.Value, 1e-4);
    }

    private static Action<ImageTransferMetrics> CancelAfter(CancellationTokenSource cancel, int epoch) => m =>
    {
        if (m.Phase == TrainingPhase.FineTuning && m.Epoch == epoch)
            cancel.Cancel();
    };

    private sealed class Cancels(CancellationTokenSource cancel) : IProgress<ExtractionProgress>
    {
        public void Report(ExtractionProgress value) => cancel.Cancel();
    }
}
