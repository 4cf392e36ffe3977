using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Tests.Training;

public sealed class TransferRunTests : IDisposable
{
    private static readonly TransferPhase[] Phases =
    [
        TransferPhase.Load, TransferPhase.LoadBackbone, TransferPhase.ExtractTraining, TransferPhase.ExtractValidation, TransferPhase.ExtractTest,
        TransferPhase.TrainClassifier, TransferPhase.Evaluate,
    ];

    private readonly TinyTraining _tiny = new(perClass: 12);

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void Progress_goes_through_the_phases_in_order()
    {
        var told = new List<TransferProgress>();
        using TransferResult result = Pipeline().Run(new Told(told.Add), TestContext.Current.CancellationToken);
        Assert.Equal(Phases, told.Select(p => p.Phase).Distinct());
        Assert.Equal(told.Select(p => p.Phase).Order(), told.Select(p => p.Phase));
        Assert.All(told.GroupBy(p => p.Phase), g => Assert.Equal((null, null), (g.First().Extraction, g.First().Metrics)));
        Assert.Equal(result.Transformer.TrainingImageCount, told.Last(p => p.Phase == TransferPhase.ExtractTraining).Extraction!.Done);
        Assert.All(told.Where(p => p.Metrics is not null), p => Assert.Equal(TransferPhase.TrainClassifier, p.Phase));
        Assert.Contains(told, p => p.Metrics is not null);
    }

    [Fact]
    public void The_callbacks_of_the_options_are_told_as_well()
    {
        var metrics = new List<ImageTransferMetrics>();
        var told = new List<TransferProgress>();
        using TransferResult result = Pipeline().Configure(o => o with { MetricsCallback = metrics.Add })
            .Run(new Told(told.Add), TestContext.Current.CancellationToken);
        Assert.NotEmpty(metrics);
        Assert.Equal(metrics, told.Select(p => p.Metrics).OfType<ImageTransferMetrics>());
    }

    [Fact]
    public void Each_phase_is_timed_with_its_images()
    {
        using TransferResult cold = Run(), warm = Run();
        Assert.Equal(Phases, cold.Timings.Select(t => t.Phase));
        Assert.All(cold.Timings, t => Assert.True(t.Elapsed > TimeSpan.Zero));
        Assert.Equal([0, 0, cold.Transformer.TrainingImageCount, cold.Validation.ImageCount, cold.Test.ImageCount, 0, 0], cold.Timings.Select(t => t.Images));
        Assert.All(cold.Timings, t => Assert.Equal(0, t.FromCache));
        Assert.All(warm.Timings, t => Assert.Equal(t.Images, t.FromCache));
        Assert.Equal(4, new PhaseTiming(TransferPhase.Load, TimeSpan.FromSeconds(2), 8, 0).ImagesPerSecond);
        Assert.Equal(0, new PhaseTiming(TransferPhase.Load, TimeSpan.Zero, 8, 0).ImagesPerSecond);
    }

    [Fact]
    public void Cancelled_beforehand_it_does_nothing()
    {
        var told = new List<TransferProgress>();
        Assert.ThrowsAny<OperationCanceledException>(() => Pipeline().Run(new Told(told.Add), new CancellationToken(true)));
        Assert.Empty(told);
    }

    [Theory]
    [InlineData(TransferPhase.Load)]
    [InlineData(TransferPhase.ExtractTraining)]
    [InlineData(TransferPhase.ExtractTest)]
    [InlineData(TransferPhase.TrainClassifier)]
    public void Cancelled_in_a_phase_it_goes_no_further(TransferPhase phase)
    {
        using var cancel = new CancellationTokenSource();
        var reached = new HashSet<TransferPhase>();
        var progress = new Told(p =>
        {
            reached.Add(p.Phase);
            if (p.Phase == phase)
                cancel.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => Pipeline().Run(progress, cancel.Token));
        Assert.Equal(phase, reached.Max());
    }

    [Fact]
    public void Cancelling_after_the_run_leaves_the_model_alone()
    {
        using var cancel = new CancellationTokenSource();
        using TransferResult result = Pipeline().Run(null, cancel.Token);
        cancel.Cancel();
        Assert.Equal(36, result.Transformer.Transform(_tiny.Photos).GetColumn<float[]>("Score").Count());
    }

    [Fact]
    public void Bad_images_are_in_the_result_and_the_log()
    {
        string[] bad = [.. TintedPhotos.Classes.Select(c => Path.Combine(_tiny.PhotoFolder, c, "torn.png"))];
        foreach (string path in bad)
            File.WriteAllText(path, path);
        using TransferResult result = Pipeline().WithContext(_tiny.ML).Run(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(bad, result.BadImages.Select(b => b.Path).Order(StringComparer.Ordinal));
        Assert.All(bad, path => Assert.Contains(_tiny.Log, m => m.Contains(path, StringComparison.Ordinal)));
        Assert.Equal(36, result.Transformer.TrainingImageCount + result.Validation.ImageCount + result.Test.ImageCount);
        TransferPipeline strict = Pipeline().Configure(o => o with { BadImages = BadImagePolicy.Fail });
        Assert.Contains(Assert.Throws<BadImageException>(() => strict.Run(cancellationToken: TestContext.Current.CancellationToken)).Image.Path, bad);
    }

    [Fact]
    public void A_class_that_training_lacks_is_left_out_of_the_test_set_and_logged()
    {
        IDataView photos = _tiny.ML.Data.LoadFromEnumerable(_tiny.Rows()
            .Select((r, i) => new { r.ImagePath, Label = r.Label == "red" && i % 4 == 0 ? "pink" : r.Label, Split = i % 4 == 0 ? "test" : "train" }).ToList());
        using TransferResult result = TransferPipeline.FromData(photos).ExtractFeatures(_tiny.Backbone).WithContext(_tiny.ML)
            .Configure(o => o with { Cache = false }).Run(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(6, result.Test.ImageCount);
        Assert.Contains(_tiny.Log, m => m.Contains("3 rows", StringComparison.Ordinal));
    }

    private TransferResult Run() => Pipeline().Run(cancellationToken: TestContext.Current.CancellationToken);

    private TransferPipeline Pipeline()
        => TransferPipeline.FromFolder(_tiny.PhotoFolder).ExtractFeatures(_tiny.Backbone)
            .Configure(o => o with { WorkspacePath = _tiny.Options.WorkspacePath });

    private sealed class Told(Action<TransferProgress> report) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => report(value);
    }
}
