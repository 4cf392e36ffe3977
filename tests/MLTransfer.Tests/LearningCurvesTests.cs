using MLTransfer.Tests.Training;
using SkiaSharp;

namespace MLTransfer.Tests;

public sealed class LearningCurvesTests : IDisposable
{
    private readonly TinyTraining _tiny = new(perClass: 8);

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void The_epochs_of_fine_tuning_are_drawn()
    {
        using TransferResult result = Run(p => p.FineTune(f => f.Epochs(3)));
        Assert.Equal([1, 2, 3], result.FineTuning!.Epochs.Select(e => e.Epoch));
        result.SaveLearningCurves(_tiny["curves.png"]);
        using SKBitmap chart = SKBitmap.Decode(_tiny["curves.png"]);
        // Loss and, as there are validation images, accuracy.
        Assert.Equal(1800, chart.Width);
    }

    [Fact]
    public void Where_nothing_was_fine_tuned_there_is_nothing_to_draw()
    {
        using TransferResult result = Run(p => p);
        Assert.Contains("FineTune", Assert.Throws<InvalidOperationException>(() => result.SaveLearningCurves(_tiny["curves.png"])).Message);
        Assert.Throws<ArgumentException>("pngPath", () => result.SaveLearningCurves(""));
    }

    [Fact]
    public void Where_fine_tuning_did_not_finish_an_epoch_there_is_nothing_to_draw()
    {
        using var cancellation = new CancellationTokenSource();
        // On the thread of the run, so that the token is cancelled before fine-tuning looks at it.
        var progress = new Immediate(p =>
        {
            if (p.Phase == TransferPhase.FineTune)
                cancellation.Cancel();
        });
        using TransferResult result = Run(p => p.FineTune(), progress, cancellation.Token);
        Assert.Contains("Cancelled", Assert.Throws<InvalidOperationException>(() => result.SaveLearningCurves(_tiny["curves.png"])).Message);
        Assert.False(File.Exists(_tiny["curves.png"]));
    }

    private TransferResult Run(
        Func<TransferPipeline, TransferPipeline> change, IProgress<TransferProgress>? progress = null, CancellationToken? cancellation = null)
        => change(TransferPipeline.FromFolder(_tiny.PhotoFolder).ExtractFeatures(_tiny.Backbone))
            .Configure(o => o with { WorkspacePath = _tiny.Options.WorkspacePath })
            .Run(progress, cancellation ?? TestContext.Current.CancellationToken);

    private sealed class Immediate(Action<TransferProgress> report) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => report(value);
    }
}
