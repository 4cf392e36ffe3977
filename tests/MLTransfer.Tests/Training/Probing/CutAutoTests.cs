using Microsoft.ML;
using MLTransfer.Tests.Training.Torch;

namespace MLTransfer.Tests.Training.Probing;

/// <summary>Training where the cut is left to a probe.</summary>
[Collection(TorchTests.Name)]
public sealed class CutAutoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _log = [];
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _photos;
    private readonly Backbone _backbone;

    public CutAutoTests()
    {
        _ml.Log += (_, e) =>
        {
            if (e.Source == "MLTransfer")
                _log.Add(e.RawMessage);
        };
        _photos = TintedPhotos.Create(_folder, 20);
        _backbone = TwoStageNetwork.WithColourblindTop(_folder);
    }

    public void Dispose() => _folder.Dispose();

    private TransferPipeline Pipeline(string? cut, FeaturePooling pooling = default) => TransferPipeline.FromFolder(_photos).WithContext(_ml)
        .ExtractFeatures(_backbone, cut, pooling).Configure(o => o with { WorkspacePath = _folder["workspace"] });

    private static TransferResult Run(TransferPipeline pipeline) => pipeline.Run(cancellationToken: TestContext.Current.CancellationToken);

    private byte[] Saved(ImageClassifier model)
    {
        model.SaveOnnx(_folder["model.onnx"]);
        return File.ReadAllBytes(_folder["model.onnx"]);
    }

    [Fact]
    public void A_pipeline_trains_the_model_that_the_recommended_cut_gives()
    {
        StageRecommendation recommended = Pipeline(null).ProbeStages(cancellationToken: TestContext.Current.CancellationToken).Recommendation;
        using TransferResult automatic = Run(Pipeline(Cut.Auto)), named = Run(Pipeline(recommended.Cut, recommended.Pooling));
        Assert.Equal("low", automatic.StageProbe!.Recommendation.Cut);
        Assert.Equal(recommended, automatic.StageProbe.Recommendation);
        Assert.Null(named.StageProbe);
        Assert.Equal(Saved(named.Model), Saved(automatic.Model));
        Assert.True(automatic.Test.MicroAccuracy > .9, $"{automatic.Test.MicroAccuracy}");
        Assert.Contains(_log, m => m.StartsWith("Cut.Auto: cut at 'low'", StringComparison.Ordinal));
        PhaseTiming probe = Assert.Single(automatic.Timings, t => t.Phase == TransferPhase.ProbeStages);
        Assert.Equal(42, probe.Images);
        Assert.Equal(42, automatic.Timings.Single(t => t.Phase == TransferPhase.ExtractTraining).FromCache);
    }

    [Fact]
    public void A_trainer_does_too()
    {
        IDataView photos = _ml.Data.LoadImageFolder(_photos);
        IDataView keyed = _ml.Transforms.Conversion.MapValueToKey("Label").Fit(photos).Transform(photos);
        ImageTransferTransformer Fit(string cut) => _ml.MulticlassClassification.Trainers.ImageTransfer(new ImageTransferTrainer.Options
        {
            Backbone = _backbone,
            Cut = cut,
            WorkspacePath = _folder["workspace"],
        }).Fit(keyed);
        using ImageTransferTransformer automatic = Fit(Cut.Auto), named = Fit("low");
        Assert.Equal("low", automatic.StageProbe!.Recommendation.Cut);
        Assert.Null(named.StageProbe);
        using ImageClassifier one = ImageClassifier.From(automatic), other = ImageClassifier.From(named);
        Assert.Equal(Saved(other), Saved(one));
    }

    [Fact]
    public void Fine_tuning_unfreezes_what_is_recommended_unless_told_what()
    {
        string stripes = TinyPhotos.Create(_folder, 20, name: "stripes");
        Directory.Delete(Path.Combine(stripes, "grid"), recursive: true);
        TransferPipeline pipeline = TransferPipeline.FromFolder(stripes).WithContext(_ml)
            .ExtractFeatures(TwoStageNetwork.WithEdgesOnTop(_folder), Cut.Auto).Configure(o => o with { WorkspacePath = _folder["workspace"] });
        using TransferResult tuned = Run(pipeline.FineTune(f => f.Epochs(1))), lower = Run(pipeline.FineTune(f => f.UnfreezeFrom("low").Epochs(1)));
        Assert.Equal("top", tuned.StageProbe!.Recommendation.UnfreezeFrom);
        Assert.Equal("top", tuned.FineTuning!.UnfrozenStage);
        Assert.Equal("low", lower.FineTuning!.UnfrozenStage);
    }

    [Fact]
    public void Where_nothing_can_choose_the_error_says_what_can()
    {
        ArgumentException estimator = Assert.Throws<ArgumentException>(
            () => _ml.Transforms.ExtractImageFeatures("Features", "ImagePath", _backbone, new ExtractionOptions { Cut = Cut.Auto }));
        Assert.Contains("ProbeStages", estimator.Message, StringComparison.Ordinal);
        ArgumentException pooling = Assert.Throws<ArgumentException>("Pooling", () => Pipeline(Cut.Auto, FeaturePooling.Flatten));
        Assert.Contains("Cut.Auto", pooling.Message, StringComparison.Ordinal);
        InvalidOperationException shard = Assert.Throws<InvalidOperationException>(
            () => Pipeline(Cut.Auto).Shard(0, 2).Extract(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("ProbeStages", shard.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Extraction_and_audit_use_the_recommended_cut()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        Assert.Equal(60, Pipeline(Cut.Auto).Extract(cancellationToken: stop).Images);
        using TransferResult result = Run(Pipeline("low"));
        Assert.Equal(60, result.Timings.Sum(t => t.FromCache));
        AuditReport named = Pipeline("low").Audit(cancellationToken: stop), automatic = Pipeline(Cut.Auto).Audit(cancellationToken: stop);
        Assert.Equal(named.CrossValidatedAccuracy, automatic.CrossValidatedAccuracy);
    }
}
