using Microsoft.ML;
using MLTransfer.Tests.Training.Torch;

namespace MLTransfer.Tests.Training.FineTuning;

/// <summary>What a run tells while it goes, and in the end.</summary>
[Collection(TorchTests.Name)]
public sealed class MetricsTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void The_callback_is_told_of_the_classifier_and_then_of_each_epoch()
    {
        var all = new List<ImageTransferMetrics>();
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Tuning() with { Epoch = 6, MetricsCallback = all.Add });
        ImageTransferMetrics[] tuning = [.. all.SkipWhile(m => m.Phase == TrainingPhase.Classifier)];
        Assert.NotEmpty(all.TakeWhile(m => m.Phase == TrainingPhase.Classifier));
        Assert.All(tuning, m => Assert.Equal(TrainingPhase.FineTuning, m.Phase));
        Assert.Equal(Enumerable.Range(1, 6), tuning.Select(m => m.Epoch));
        Assert.Equal(tuning, model.FineTuning!.Epochs);
        Assert.All(tuning, m => Assert.True(
            m.Loss > 0 && m.Accuracy is >= 0 and <= 1 && m.ValidationLoss > 0 && m.ValidationAccuracy is >= 0 and <= 1 && m.ImagesPerSecond > 0));
    }

    [Fact]
    public void The_learning_rate_rises_and_then_falls()
    {
        var rates = new List<double>();
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Tuning() with
        {
            Epoch = 8,
            WarmUp = .5f,
            MetricsCallback = m => rates.AddRange(m.Phase == TrainingPhase.FineTuning ? [m.LearningRate!.Value] : []),
        });
        Assert.Equal(rates.Take(4).Order(), rates.Take(4));
        Assert.Equal(rates.Skip(4).OrderDescending(), rates.Skip(4));
        Assert.All(rates, rate => Assert.InRange(rate, 0, 2e-3 * (1 + 1e-6)));
        Assert.True(rates[0] < .5 * rates.Max() && rates[^1] < .5 * rates.Max());
    }

    [Fact]
    public void The_accuracy_on_the_training_set_is_left_out_where_asked()
    {
        var all = new List<ImageTransferMetrics>();
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Tuning() with { TestOnTrainSet = false, MetricsCallback = all.Add });
        Assert.All(all, m => Assert.Null(m.Accuracy));
    }

    [Fact]
    public void Listening_changes_nothing()
    {
        using ImageTransferTransformer told = _tiny.Fit(_tiny.Tuning() with { MetricsCallback = _ => { } });
        using ImageTransferTransformer quiet = _tiny.Fit(_tiny.Tuning() with { TestOnTrainSet = false });
        Assert.Equal(TinyTuning.Weights(told), TinyTuning.Weights(quiet));
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Int8)]
    public void The_summary_counts_what_learned_and_the_log_says_so(Precision frozen)
    {
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Tuning() with { ValidationSetFraction = .25f, Precision = frozen });
        FineTuningSummary summary = model.FineTuning!;
        // block2: 12 x 6 kernels of 3 x 3; the classifier: 12 features, 3 classes.
        const int learning = 12 * 6 * 9 + 12 * 3 + 3;
        Assert.Equal(learning, summary.TrainedParameters);
        IEnumerable<int> constants = _tiny.Backbone.Network.Graph.Initializer.Where(i => !i.Name.EndsWith(".weights", StringComparison.Ordinal) && i.DataType == 1)
            .Select(i => (int)i.Dims.Aggregate(1L, (a, b) => a * b));
        Assert.Equal((18 + 36) * 9 + learning + constants.Sum(), summary.AllParameters);
        Assert.Equal((27, 27, 9), (summary.TrainingImages, model.TrainingImageCount, model.ValidationImageCount));
        Assert.Equal((Precision.Float32, 3), (summary.Precision, summary.Epochs.Count));
        Assert.Contains(_tiny.Log, m => m.Contains("trains 687 parameters above 'block1' (where 'stage2' starts) on 27 images", StringComparison.Ordinal));
        Assert.Contains(_tiny.Log, m => m.Contains(summary.ToString(), StringComparison.Ordinal));
        Assert.Contains("on 27 images, 3 epochs (", summary.ToString(), StringComparison.Ordinal);
        FineTuningSummary one = summary with { Epochs = [summary.Epochs[0]], TrainingImages = 1 };
        Assert.Contains("on 1 image, 1 epoch (", one.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_tiny.Log, m => m.Contains("overfit", StringComparison.Ordinal));
    }

    [Fact]
    public void Many_parameters_for_few_images_are_warned_of()
    {
        // 12 features, 4,000 hidden units, 3 classes: 64,003 weights beside those of the last stage, for an image of each class.
        using ImageTransferTransformer model = _tiny.Fit(
            _tiny.Tuning() with { Head = Head.Mlp(4000), Epoch = 1 }, _tiny.View(_tiny.Rows().DistinctBy(r => r.Label)));
        Assert.Contains(_tiny.Log, m => m.Contains("64,651 parameters learn from 3 images", StringComparison.Ordinal) && m.Contains("overfit", StringComparison.Ordinal));
    }

    [Fact]
    public void The_metrics_before_and_after_are_those_of_the_two_models()
    {
        IDataView keys = _tiny.Keyed(_tiny.Photos);
        ImageTransferTrainer.Options options = _tiny.Tuning() with { ValidationSet = keys };
        using ImageTransferTransformer before = _tiny.Fit(_tiny.Options with { ValidationSet = keys }), after = _tiny.Fit(options);
        foreach ((ImageTransferTransformer model, double? loss, double? accuracy) in new[]
        {
            (before, after.FineTuning!.LossBefore, after.FineTuning.AccuracyBefore), (after, after.FineTuning.LossAfter, after.FineTuning.AccuracyAfter),
        })
        {
            var metrics = _tiny.ML.MulticlassClassification.Evaluate(model.Transform(keys));
            Assert.Equal(metrics.LogLoss, loss!.Value, 1e-4);
            Assert.Equal(metrics.MicroAccuracy, accuracy!.Value, 1e-9);
        }

        ImageTransferMetrics best = after.FineTuning.Epochs[after.FineTuning.BestEpoch - 1];
        Assert.Equal(best.ValidationLoss!.Value, after.FineTuning.LossAfter!.Value, 1e-4);
        Assert.Equal(after.FineTuning.Epochs.Min(e => e.ValidationLoss), best.ValidationLoss);
        Assert.True(after.FineTuning.LossAfter < after.FineTuning.LossBefore, $"{after.FineTuning}");
    }
}
