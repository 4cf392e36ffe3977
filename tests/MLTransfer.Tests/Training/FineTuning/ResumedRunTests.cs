using MLTransfer.Tests.Training.Torch;

namespace MLTransfer.Tests.Training.FineTuning;

/// <summary>Runs that end after an epoch and are started again.</summary>
[Collection(TorchTests.Name)]
public sealed class ResumedRunTests : IDisposable
{
    private readonly TinyTraining _tiny = new(perClass: 8);
    private readonly List<int> _epochs = [];

    public void Dispose() => _tiny.Dispose();

    private string Checkpoints => Path.Combine(_tiny.Options.WorkspacePath!, "checkpoints");

    private ImageTransferTrainer.Options Options => _tiny.Tuning() with { Epoch = 5 };

    [Theory]
    [InlineData(TrainingOptimizer.AdamW, 1)]
    [InlineData(TrainingOptimizer.AdamW, 4)]
    [InlineData(TrainingOptimizer.Sgd, 3)]
    public void A_run_goes_on_where_it_ended_and_gives_the_same_model_and_history(TrainingOptimizer optimizer, int epoch)
    {
        ImageTransferTrainer.Options options = Options with { Optimizer = optimizer, MixUp = .3f };
        using ImageTransferTransformer calm = _tiny.Fit(options with { Checkpoints = false });
        Break(options, epoch);
        using ImageTransferTransformer resumed = Resume(options, epoch + 1);
        Assert.Equal(TinyTuning.Weights(calm), TinyTuning.Weights(resumed));
        Assert.Equal(calm.FineTuning!.BestEpoch, resumed.FineTuning!.BestEpoch);
        Assert.Equal(calm.FineTuning.Epochs.Select(e => (e.Epoch, e.Loss, e.ValidationLoss)), resumed.FineTuning.Epochs.Select(e => (e.Epoch, e.Loss, e.ValidationLoss)));
    }

    [Fact]
    public void The_best_epoch_and_the_patience_are_remembered()
    {
        // The rate is far too high: the best epoch is an early one.
        ImageTransferTrainer.Options options = Options with
        {
            Epoch = 40,
            LearningRate = .3f,
            EarlyStoppingCriteria = new() { Metric = EarlyStoppingMetric.Loss, MinDelta = 0, Patience = 4 },
        };
        using ImageTransferTransformer calm = _tiny.Fit(options with { Checkpoints = false });
        Assert.Equal(FineTuningEnd.StoppedEarly, calm.FineTuning!.End);
        int epoch = calm.FineTuning.BestEpoch + 2;
        Break(options, epoch);
        using ImageTransferTransformer resumed = Resume(options, epoch + 1);
        Assert.Equal(TinyTuning.Weights(calm), TinyTuning.Weights(resumed));
        Assert.Equal(calm.FineTuning.Epochs.Count, resumed.FineTuning!.Epochs.Count);
    }

    [Fact]
    public void A_cancelled_run_goes_on_as_well()
    {
        using ImageTransferTransformer calm = _tiny.Fit(Options with { Checkpoints = false });
        using var cancel = new CancellationTokenSource();
        ImageTransferTrainer.Options cancelled = Options with
        {
            CancellationToken = cancel.Token,
            MetricsCallback = m =>
            {
                if (m is { Phase: TrainingPhase.FineTuning, Epoch: 3 })
                    cancel.Cancel();
            },
        };
        using (ImageTransferTransformer stopped = _tiny.Fit(cancelled))
            Assert.Equal(FineTuningEnd.Cancelled, stopped.FineTuning!.End);
        using ImageTransferTransformer resumed = Resume(Options, 4);
        Assert.Equal(TinyTuning.Weights(calm), TinyTuning.Weights(resumed));
    }

    [Fact]
    public void Another_option_or_another_image_starts_afresh()
    {
        Break(Options, 3);
        List<TinyRow> rows = _tiny.Rows();
        foreach (ImageTransferTrainer.Options changed in (ImageTransferTrainer.Options[])
        [
            Options with { LearningRate = 1e-3f }, Options with { Epoch = 6 }, Options with { BatchSize = 7 }, Options with { Seed = 2 },
            Options with { UnfreezeFrom = "conv1" }, Options with { Optimizer = TrainingOptimizer.Sgd }, Options with { MixUp = .1f },
            Options with { CutMix = .1f }, Options with { LabelSmoothing = .1f }, Options with { WeightDecay = .1f }, Options with { WarmUp = .5f },
            Options with { MaxGradientNorm = 2 }, Options with { LowestLearningRate = .5f }, Options with { BalanceClasses = true },
            Options with { TrainNormalization = false }, Options with { CachePrecision = Precision.Float16 },
            Options with { TrainingPrecision = Precision.BFloat16 },
            Options with { Augmentation = ImageAugmentation.Default }, Options with { ValidationSetFraction = .5f },
            Options with { EarlyStoppingCriteria = new() { Patience = 9 } }, Options with { L2Regularization = .5 },
        ])
            Break(changed, 1);
        (rows[0].Label, rows[^1].Label) = (rows[^1].Label, rows[0].Label);
        using (ImageTransferTransformer relabelled = _tiny.Fit(Told(Options), _tiny.View(rows)))
            Assert.Equal([1, 2, 3, 4, 5], _epochs);
        // The first is still there, for the run that it belongs to.
        using ImageTransferTransformer resumed = Resume(Options, 4);
    }

    [Fact]
    public void A_damaged_state_goes_on_from_the_one_before_it()
    {
        using ImageTransferTransformer calm = _tiny.Fit(Options with { Checkpoints = false });
        Break(Options, 3);
        // That of odd epochs, and so of the third.
        Damage(Assert.Single(Directory.GetFiles(Checkpoints, "*.1")));
        using ImageTransferTransformer again = Resume(Options, 3);
        Assert.Equal(TinyTuning.Weights(calm), TinyTuning.Weights(again));
    }

    [Fact]
    public void Where_all_states_are_damaged_it_starts_afresh()
    {
        using ImageTransferTransformer calm = _tiny.Fit(Options with { Checkpoints = false });
        Break(Options, 3);
        Assert.All(Directory.GetFiles(Checkpoints), Damage);
        using ImageTransferTransformer again = Resume(Options, 1);
        Assert.Equal(TinyTuning.Weights(calm), TinyTuning.Weights(again));
    }

    [Fact]
    public void Where_no_state_can_be_kept_a_warning_is_all()
    {
        using ImageTransferTransformer calm = _tiny.Fit(Options with { Checkpoints = false });
        Assert.False(Directory.Exists(Checkpoints));
        File.WriteAllText(Checkpoints, "a file in the way");
        using ImageTransferTransformer model = _tiny.Fit(Options);
        Assert.Equal(TinyTuning.Weights(calm), TinyTuning.Weights(model));
        Assert.Single(_tiny.Log, m => m.Contains("a killed run would not resume", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_cache_or_where_not_wanted_no_state_is_kept()
    {
        Break(Options with { Cache = false }, 2);
        Break(Options with { Checkpoints = false }, 2);
        Assert.False(Directory.Exists(Checkpoints));
    }

    private static void Damage(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^100] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    /// <summary>A run that comes to its end, and leaves no state behind.</summary>
    private ImageTransferTransformer Resume(ImageTransferTrainer.Options options, int firstEpoch)
    {
        ImageTransferTransformer model = _tiny.Fit(Told(options));
        Assert.Equal(firstEpoch, _epochs[0]);
        Assert.Equal(Enumerable.Range(firstEpoch, _epochs.Count), _epochs);
        Assert.Equal(_epochs[^1], model.FineTuning!.Epochs.Count);
        return model;
    }

    private ImageTransferTrainer.Options Told(ImageTransferTrainer.Options options)
    {
        _epochs.Clear();
        return options with { MetricsCallback = m => _epochs.AddRange(m.Phase == TrainingPhase.FineTuning ? [m.Epoch] : []) };
    }

    /// <summary>A run that breaks off after an epoch; no earlier run may have left something for it.</summary>
    private void Break(ImageTransferTrainer.Options options, int epoch)
    {
        var seen = new List<int>();
        Assert.Throws<TimeoutException>(() => _tiny.Fit(options with
        {
            MetricsCallback = m =>
            {
                if (m.Phase == TrainingPhase.FineTuning)
                    seen.Add(m.Epoch);
                if (seen.Contains(epoch))
                    throw new TimeoutException();
            },
        }));
        Assert.Equal(Enumerable.Range(1, epoch), seen);
    }
}
