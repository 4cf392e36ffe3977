using System.Globalization;
using Microsoft.ML;

namespace MLTransfer.Tests.Training;

public class TrainerOptionsTests
{
    private static readonly ImageTransferTrainer.Options Good = new();
    private static readonly ImageTransferTrainer.Options Tuning = new() { Mode = TransferMode.FineTuning };

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
        { "Head", Good with { Head = null! } },
        { "Views", Good with { Views = -1 } },
        { "Views", Good with { Augmentation = ImageAugmentation.Default, Views = 0 } },
        { "UnfreezeFrom", Good with { UnfreezeFrom = "layer4" } },
        { "Optimizer", Tuning with { Optimizer = (TrainingOptimizer)9 } },
        { "LowestLearningRate", Tuning with { LowestLearningRate = 0 } },
        { "LowestLearningRate", Tuning with { LowestLearningRate = 1.1f } },
        { "LowestLearningRate", Tuning with { LowestLearningRate = float.NaN } },
        { "WeightDecay", Tuning with { WeightDecay = -.1f } },
        { "WeightDecay", Tuning with { WeightDecay = float.NaN } },
        { "WeightDecay", Tuning with { WeightDecay = float.PositiveInfinity } },
        { "MaxGradientNorm", Tuning with { MaxGradientNorm = 0 } },
        { "MaxGradientNorm", Tuning with { MaxGradientNorm = float.NaN } },
        { "WarmUp", Tuning with { WarmUp = -.1f } },
        { "WarmUp", Tuning with { WarmUp = 1.1f } },
        { "WarmUp", Tuning with { WarmUp = float.NaN } },
        { "LabelSmoothing", Tuning with { LabelSmoothing = 1 } },
        { "LabelSmoothing", Tuning with { LabelSmoothing = -.1f } },
        { "LabelSmoothing", Tuning with { LabelSmoothing = float.NaN } },
        { "MixUp", Tuning with { MixUp = -1 } },
        { "MixUp", Tuning with { MixUp = float.NaN } },
        { "MixUp", Tuning with { MixUp = float.PositiveInfinity } },
        { "CutMix", Tuning with { CutMix = -1 } },
        { "CutMix", Tuning with { CutMix = float.NaN } },
        { "TrainingPrecision", Tuning with { TrainingPrecision = Precision.Float16 } },
        { "TrainingPrecision", Tuning with { TrainingPrecision = (Precision)99 } },
        { "CachePrecision", Tuning with { CachePrecision = Precision.BFloat16 } },
        { "CachePrecision", Tuning with { CachePrecision = (Precision)99 } },
        { "Epoch", Tuning with { Epoch = 0 } },
        { "BatchSize", Tuning with { BatchSize = 0 } },
        { "LearningRate", Tuning with { LearningRate = float.NaN } },
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
        Func<object> configured = () => TransferPipeline.FromFolder("photos").Configure(_ => options);
        Func<object> run = () => TransferPipeline.FromFolder("photos").Configure(_ => options).Run();
        Assert.Equal(name, Assert.ThrowsAny<ArgumentException>(NeedsAnotherMode(options) ? run : configured).ParamName);
    }

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void A_number_that_cannot_be_is_out_of_range(string name, ImageTransferTrainer.Options options)
    {
        if (name.EndsWith("Name", StringComparison.Ordinal) || name is "Backbone" or "Limits" or "Head" || NeedsAnotherMode(options))
            return;
        Assert.Throws<ArgumentOutOfRangeException>(name, options.Validate);
    }

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void A_number_that_cannot_be_is_told_with_what_it_must_be(string name, ImageTransferTrainer.Options options)
    {
        if (Record.Exception(options.Validate) is ArgumentOutOfRangeException e)
            Assert.Matches($"^{name} is [^;]+; it must be .*[^.]\\. \\(Parameter", e.Message);
    }

    [Fact]
    public void The_words_are_the_same_in_any_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            commas.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = commas;
            var rate = Assert.Throws<ArgumentOutOfRangeException>((Good with { LearningRate = -.5f }).Validate);
            Assert.StartsWith("LearningRate is -0.5; it must be more than 0.", rate.Message, StringComparison.Ordinal);
            var mode = Assert.Throws<ArgumentOutOfRangeException>((Good with { Mode = (TransferMode)9 }).Validate);
            Assert.StartsWith("Mode is 9; it must be FeatureExtraction or FineTuning.", mode.Message, StringComparison.Ordinal);
            var crop = Assert.Throws<ArgumentOutOfRangeException>(() => ImageAugmentation.None.RandomResizedCrop(2.5f));
            Assert.StartsWith("minimumScale is 2.5; it must be from 0.001 to 1.", crop.Message, StringComparison.Ordinal);
            var bytes = Assert.Throws<ArgumentOutOfRangeException>(() => new ImageLimits { MaxSide = 0 });
            Assert.StartsWith("MaxSide is 0; it must be from 1 to ", bytes.Message, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Heads_have_bounds()
    {
        Assert.Throws<ArgumentOutOfRangeException>("units", () => Head.Mlp(0));
        Assert.Throws<ArgumentOutOfRangeException>("units", () => Head.Mlp(65_537));
        Assert.Throws<ArgumentOutOfRangeException>("dropout", () => Head.Mlp(4, dropout: 1));
        Assert.Throws<ArgumentOutOfRangeException>("dropout", () => Head.Mlp(4, dropout: -.1f));
        Assert.Throws<ArgumentOutOfRangeException>("dropout", () => Head.Mlp(4, dropout: float.NaN));
        Assert.Equal((1, 0), (Head.Mlp(1, dropout: 0).HiddenUnits, Head.Linear.HiddenUnits));
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
        (Tuning with { Views = 0, Augmentation = ImageAugmentation.Default, LowestLearningRate = 1, WeightDecay = 0, WarmUp = 0, MaxGradientNorm = null }).Validate();
        (Tuning with { WarmUp = 1, TrainingPrecision = Precision.BFloat16, CachePrecision = Precision.Float16, UnfreezeFrom = "layer4" }).Validate();
    }

    [Fact]
    public void Metrics_read_as_a_line_in_any_culture()
    {
        Assert.Equal(
            "epoch 3, L2 0.01: loss 0.5000, accuracy 0.9000, validation loss 0.6000, accuracy 0.8000",
            new ImageTransferMetrics(3, .01, .5, .9, .6, .8).ToString());
        Assert.Equal("epoch 1, L2 0.0001: loss 1.0986", new ImageTransferMetrics(1, .0001, 1.0986, null, null, null).ToString());
    }

    // In a pipeline the mode may still come.
    private static bool NeedsAnotherMode(ImageTransferTrainer.Options options)
        => options is { Mode: TransferMode.FeatureExtraction } and ({ UnfreezeFrom: not null } or { Views: 0 });
}
