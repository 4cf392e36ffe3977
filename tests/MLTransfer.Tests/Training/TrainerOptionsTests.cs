using Microsoft.ML;

namespace MLTransfer.Tests.Training;

public class TrainerOptionsTests
{
    private static readonly ImageTransferTrainer.Options Good = new();

    public static TheoryData<string, ImageTransferTrainer.Options> Bad { get; } = new()
    {
        { "FeatureColumnName", Good with { FeatureColumnName = "" } },
        { "LabelColumnName", Good with { LabelColumnName = " " } },
        { "ScoreColumnName", Good with { ScoreColumnName = null! } },
        { "PredictedLabelColumnName", Good with { PredictedLabelColumnName = "" } },
        { "PredictedLabelColumnName", Good with { PredictedLabelColumnName = "Score" } },
        { "Backbone", Good with { Backbone = null! } },
        { "Limits", Good with { Limits = null! } },
        { "BatchSize", Good with { BatchSize = 0 } },
        { "Threads", Good with { Threads = 0 } },
        { "Epoch", Good with { Epoch = 0 } },
        { "LearningRate", Good with { LearningRate = 0 } },
        { "LearningRate", Good with { LearningRate = -.1f } },
        { "LearningRate", Good with { LearningRate = float.NaN } },
        { "LearningRate", Good with { LearningRate = float.PositiveInfinity } },
        { "L2Regularization", Good with { L2Regularization = -.1 } },
        { "L2Regularization", Good with { L2Regularization = -double.NaN } },
        { "L2Regularization", Good with { L2Regularization = double.NaN } },
        { "L2Regularization", Good with { L2Regularization = double.PositiveInfinity } },
        { "ValidationSetFraction", Good with { ValidationSetFraction = -.1f } },
        { "ValidationSetFraction", Good with { ValidationSetFraction = 1 } },
        { "ValidationSetFraction", Good with { ValidationSetFraction = float.NaN } },
        { "Mode", Good with { Mode = (TransferMode)9 } },
        { "Pooling", Good with { Pooling = (FeaturePooling)9 } },
        { "BadImages", Good with { BadImages = (BadImagePolicy)9 } },
        { "Metric", Good with { EarlyStoppingCriteria = new() { Metric = (EarlyStoppingMetric)9 } } },
        { "MinDelta", Good with { EarlyStoppingCriteria = new() { MinDelta = -1 } } },
        { "MinDelta", Good with { EarlyStoppingCriteria = new() { MinDelta = float.NaN } } },
        { "Patience", Good with { EarlyStoppingCriteria = new() { Patience = 0 } } },
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void An_option_that_cannot_work_is_named_at_once(string name, ImageTransferTrainer.Options options)
    {
        var ml = new MLContext();
        Assert.Equal(name, Assert.ThrowsAny<ArgumentException>(() => ml.MulticlassClassification.Trainers.ImageTransfer(options)).ParamName);
        Assert.Equal(name, Assert.ThrowsAny<ArgumentException>(() => TransferPipeline.FromFolder("photos").Configure(_ => options)).ParamName);
    }

    [Fact]
    public void Options_and_catalog_are_needed()
    {
        var ml = new MLContext();
        Assert.Throws<ArgumentNullException>("options", () => ml.MulticlassClassification.Trainers.ImageTransfer(options: null!));
        Assert.Throws<ArgumentNullException>("catalog", () => TrainersCatalogExtensions.ImageTransfer(null!, Good));
    }

    [Fact]
    public void The_bounds_themselves_are_allowed()
    {
        var stopping = new EarlyStopping { MinDelta = 0, Patience = 1 };
        (Good with { BatchSize = 1, Threads = 1, Epoch = 1, L2Regularization = 0, ValidationSetFraction = 0, EarlyStoppingCriteria = stopping }).Validate();
    }

    [Fact]
    public void Metrics_read_as_a_line_in_any_culture()
    {
        Assert.Equal(
            "epoch 3, L2 0.01: loss 0.5000, accuracy 0.9000, validation loss 0.6000, accuracy 0.8000",
            new ImageTransferMetrics(3, .01, .5, .9, .6, .8).ToString());
        Assert.Equal("epoch 1, L2 0.0001: loss 1.0986", new ImageTransferMetrics(1, .0001, 1.0986, null, null, null).ToString());
    }
}
