using Microsoft.ML;
using Microsoft.ML.Data;
using MLTransfer.Tests.Training.Torch;

namespace MLTransfer.Tests.Training;

/// <summary>Pipelines that fine-tune.</summary>
[Collection(TorchTests.Name)]
public sealed class TunedTransferRunTests : IDisposable
{
    private readonly TinyTraining _tiny = new(perClass: 20);

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void Each_phase_is_reported_with_what_it_measures()
    {
        var reports = new List<TransferProgress>();
        var called = new List<ImageTransferMetrics>();
        using TransferResult result = Run(
            Pipeline().FineTune(f => f.Epochs(4)).Configure(o => o with { MetricsCallback = called.Add }), new Told(reports.Add));
        TransferPhase[] phases = [.. Enum.GetValues<TransferPhase>().Where(p => p is not (TransferPhase.Audit or TransferPhase.ProbeStages))];
        Assert.Equal(phases, reports.Select(r => r.Phase).Distinct());
        Assert.Equal(phases, result.Timings.Select(t => t.Phase));
        ImageTransferMetrics[] tuning = [.. reports.Where(r => r.Phase == TransferPhase.FineTune).Select(r => r.Metrics).OfType<ImageTransferMetrics>()];
        Assert.Equal([1, 2, 3, 4], tuning.Select(m => m.Epoch));
        Assert.All(tuning, m => Assert.Equal(TrainingPhase.FineTuning, m.Phase));
        Assert.All(reports.Where(r => r.Phase == TransferPhase.TrainClassifier && r.Metrics is not null), r => Assert.Equal(TrainingPhase.Classifier, r.Metrics!.Phase));
        Assert.Equal(called, reports.Select(r => r.Metrics).OfType<ImageTransferMetrics>());
        Assert.Equal(tuning, result.FineTuning!.Epochs);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void The_metrics_are_those_of_the_model_that_is_given(bool hidden, bool keepsTuned)
    {
        TransferPipeline pipeline = Pipeline().FineTune(f => f.Epochs(3).LearningRate(keepsTuned ? 2e-3f : 1e20f)).Configure(o => o with { KeepBest = false });
        using TransferResult result = Run(hidden ? pipeline.Classify(Head.Mlp(8)) : pipeline);
        Assert.Equal(keepsTuned, result.FineTuning!.IsKept);
        foreach ((IDataView view, ClassifierMetrics metrics) in new[] { (result.Split.Test, result.Test), (result.Split.Validation, result.Validation) })
        {
            string[] photos = [.. view.GetColumn<string>("ImagePath")], labels = [.. view.GetColumn<string>("Label")];
            ImagePrediction[] predictions = [.. photos.Select(result.Model.Predict)];
            Assert.Equal(predictions.Zip(labels, (p, l) => -Math.Log(p.Scores[l])).Average(), metrics.LogLoss, 1e-4);
            Assert.Equal(predictions.Zip(labels, (p, l) => p.Label == l ? 1.0 : 0).Average(), metrics.MicroAccuracy, 1e-9);
        }

        double reported = keepsTuned ? result.FineTuning.AccuracyAfter!.Value : result.FineTuning.AccuracyBefore!.Value;
        Assert.Equal(reported, result.Validation.MicroAccuracy, 1e-9);
    }

    [Fact]
    public void The_builder_sets_the_options_of_a_trainer()
    {
        using TransferResult result = Run(Pipeline()
            .Augment(a => a.FlipHorizontally(), views: 1)
            .FineTune(f => f.UnfreezeFrom("conv1").Epochs(2).LearningRate(1e-3f).BatchSize(9).Optimizer(TrainingOptimizer.Sgd)
                .LabelSmoothing(.1f).MixUp(.2f).CutMix(.5f).Precision(Precision.Float32)));
        ImageTransferTrainer.Options options = result.Transformer.Options;
        Assert.Equal(
            (TransferMode.FineTuning, "conv1", 2, 1e-3f, 9, TrainingOptimizer.Sgd, 1),
            (options.Mode, options.UnfreezeFrom, options.Epoch, options.LearningRate, options.BatchSize, options.Optimizer, options.Views));
        Assert.Equal((.1f, .2f, .5f, Precision.Float32), (options.LabelSmoothing, options.MixUp, options.CutMix, options.TrainingPrecision));
        Assert.Equal(("conv1", 2), (result.FineTuning!.UnfrozenFrom, result.FineTuning.Epochs.Count));
        using TransferResult untuned = Run(Pipeline());
        Assert.Null(untuned.FineTuning);
        Assert.Throws<ArgumentOutOfRangeException>("Epoch", () => Pipeline().FineTune(f => f.Epochs(0)));
        Assert.Throws<ArgumentNullException>("head", () => Pipeline().Classify(null!));
    }

    [Fact]
    public void Versions_that_are_made_anew_come_before_or_after_the_mode_is_chosen()
    {
        foreach (TransferPipeline pipeline in (TransferPipeline[])
        [
            Pipeline().Augment(views: 0).FineTune(f => f.Epochs(1)), Pipeline().FineTune(f => f.Epochs(1)).Augment(views: 0),
        ])
        {
            using TransferResult result = Run(pipeline);
            Assert.Single(result.FineTuning!.Epochs);
        }

        Assert.Throws<ArgumentException>("Views", () => Run(Pipeline().Augment(views: 0)));
    }

    [Fact]
    public void What_only_fine_tuning_has_may_be_set_before_anything_else_and_the_mode_last()
    {
        TransferPipeline early = Pipeline().Augment(views: 0).Configure(o => o with { UnfreezeFrom = "conv1" }).Classify(Head.Linear);
        using TransferResult result = Run(early.FineTune(f => f.Epochs(1)));
        Assert.Equal(("conv1", 0), (result.FineTuning!.UnfrozenFrom, result.Transformer.Options.Views));
        Assert.Throws<ArgumentException>("UnfreezeFrom", () => Run(early));
    }

    [Fact]
    public void Cancelled_fine_tuning_gives_a_measured_model()
    {
        using var cancel = new CancellationTokenSource();
        using TransferResult result = Pipeline().FineTune(f => f.Epochs(50)).Run(
            new Told(r =>
            {
                if (r is { Phase: TransferPhase.FineTune, Metrics.Epoch: 2 })
                    cancel.Cancel();
            }),
            cancel.Token);
        Assert.Equal((FineTuningEnd.Cancelled, 2), (result.FineTuning!.End, result.FineTuning.Epochs.Count));
        Assert.True(result.Test.MicroAccuracy > .5);
        Assert.Equal("red", result.Model.Predict(_tiny.Rows()[^1].ImagePath).Label);
    }

    private static TransferResult Run(TransferPipeline pipeline, IProgress<TransferProgress>? progress = null)
        => pipeline.Run(progress, TestContext.Current.CancellationToken);

    private TransferPipeline Pipeline() => TransferPipeline.FromFolder(_tiny.PhotoFolder).ExtractFeatures(_tiny.Backbone)
        .Configure(o => o with { WorkspacePath = _tiny.Options.WorkspacePath, TrainingPrecision = Precision.Float32, Threads = 2 });

    private sealed class Told(Action<TransferProgress> report) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => report(value);
    }
}
