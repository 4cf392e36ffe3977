using Microsoft.ML.Data;

namespace MLTransfer.Tests.Training;

public sealed class TrainingRunTests : IDisposable
{
    private readonly TinyTraining _tiny = new(perClass: 15);

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Two_fits_give_the_same_model_bit_for_bit(int threads)
    {
        ImageTransferTrainer.Options cold = _tiny.Options with { Cache = false, Threads = threads }, warm = _tiny.Options with { Threads = threads };
        using ImageTransferTransformer first = _tiny.Fit(cold);
        foreach (ImageTransferTrainer.Options options in new[] { cold, warm, warm, warm with { BatchSize = 5 } })
        {
            using ImageTransferTransformer again = _tiny.Fit(options);
            Assert.Equal(first.Head.Weights, again.Head.Weights);
            Assert.Equal(first.Head.Bias, again.Head.Bias);
            Assert.Equal(first.L2Regularization, again.L2Regularization);
        }
    }

    [Fact]
    public void Another_number_of_threads_gives_nearly_the_same_model()
    {
        using ImageTransferTransformer one = _tiny.Fit(_tiny.Options with { Threads = 1 }), two = _tiny.Fit(_tiny.Options with { Threads = 2 });
        Assert.Equal(one.L2Regularization, two.L2Regularization);
        Assert.All(
            one.Transform(_tiny.Photos).GetColumn<float[]>("Score").Zip(two.Transform(_tiny.Photos).GetColumn<float[]>("Score")),
            pair => Assert.All(pair.First.Zip(pair.Second), p => Assert.Equal(p.First, p.Second, 1e-2f)));
    }

    [Fact]
    public void The_seed_decides_what_is_held_out()
    {
        float[][] weights = [.. Enumerable.Range(1, 4).Select(seed =>
        {
            using ImageTransferTransformer model = _tiny.Fit(_tiny.Options with { Seed = seed, L2Regularization = .01 });
            return model.Head.Weights;
        })];
        Assert.Equal(4, weights.DistinctBy(w => w[0]).Count());
    }

    [Fact]
    public void The_callback_is_told_of_each_epoch()
    {
        var all = new List<ImageTransferMetrics>();
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Options with { MetricsCallback = all.Add });
        Assert.Contains(all, m => m.L2Regularization == model.L2Regularization);
        Assert.All(all.GroupBy(m => m.L2Regularization), g => Assert.Equal(Enumerable.Range(1, g.Count()), g.Select(m => m.Epoch)));
        Assert.All(all, m => Assert.True(m.Accuracy is >= 0 and <= 1 && m.ValidationAccuracy is >= 0 and <= 1 && m.ValidationLoss > 0));
    }

    [Fact]
    public void The_callback_is_spared_the_training_accuracy_where_asked()
    {
        var all = new List<ImageTransferMetrics>();
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Options with { MetricsCallback = all.Add, TestOnTrainSet = false });
        Assert.All(all, m => Assert.Null(m.Accuracy));
    }

    [Fact]
    public void Listening_changes_nothing()
    {
        using ImageTransferTransformer quiet = _tiny.Fit(), told = _tiny.Fit(_tiny.Options with { MetricsCallback = _ => { } });
        Assert.Equal(quiet.Head.Weights, told.Head.Weights);
    }

    [Fact]
    public void Cancelling_in_mid_training_stops_before_the_next_epoch()
    {
        using var cancel = new CancellationTokenSource();
        int epochs = 0;
        ImageTransferTrainer.Options options = _tiny.Options with
        {
            CancellationToken = cancel.Token,
            MetricsCallback = _ =>
            {
                if (++epochs == 3)
                    cancel.Cancel();
            },
        };
        Assert.ThrowsAny<OperationCanceledException>(() => _tiny.Fit(options));
        Assert.Equal(3, epochs);
    }

    [Fact]
    public void Cancelling_beforehand_reads_no_image()
    {
        var read = new List<ExtractionProgress>();
        ImageTransferTrainer.Options options = _tiny.Options with { CancellationToken = new CancellationToken(true), Progress = new Told(read.Add) };
        Assert.ThrowsAny<OperationCanceledException>(() => _tiny.Fit(options));
        Assert.Empty(read);
    }

    [Fact]
    public void The_model_outlives_the_token_of_its_training()
    {
        using var cancel = new CancellationTokenSource();
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Options with { CancellationToken = cancel.Token });
        cancel.Cancel();
        Assert.Equal(45, model.Transform(_tiny.Photos).GetColumn<float[]>("Score").Count());
    }

    [Fact]
    public void Features_are_reused_unless_told_otherwise()
    {
        long FromCache(ImageTransferTrainer.Options options)
        {
            long cached = 0;
            using ImageTransferTransformer model = _tiny.Fit(options with { Progress = new Told(p => cached = p.FromCache) });
            return cached;
        }

        Assert.Equal(0, FromCache(_tiny.Options));
        Assert.Equal(45, FromCache(_tiny.Options));
        Assert.Equal(0, FromCache(_tiny.Options with { ReuseTrainSetBottleneckCachedValues = false }));
        Assert.Equal(0, FromCache(_tiny.Options with { ValidationSet = _tiny.Photos, ReuseValidationSetBottleneckCachedValues = false }));
        Assert.Equal(0, FromCache(_tiny.Options with { WorkspacePath = _tiny["elsewhere"] }));
    }

    private sealed class Told(Action<ExtractionProgress> report) : IProgress<ExtractionProgress>
    {
        public void Report(ExtractionProgress value) => report(value);
    }
}
