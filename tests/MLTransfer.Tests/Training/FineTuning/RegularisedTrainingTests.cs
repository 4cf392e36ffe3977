using MLTransfer.Tests.Training.Torch;

namespace MLTransfer.Tests.Training.FineTuning;

/// <summary>Options that change how the network learns do change it, and still give a model.</summary>
[Collection(TorchTests.Name)]
public sealed class RegularisedTrainingTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void Each_option_of_learning_changes_the_model()
    {
        ImageTransferTrainer.Options plain = _tiny.Tuning();
        (string Name, ImageTransferTrainer.Options Options)[] variants =
        [
            ("nothing", plain),
            ("label smoothing", plain with { LabelSmoothing = .2f }),
            ("MixUp", plain with { MixUp = .4f }),
            ("CutMix", plain with { CutMix = 1 }),
            ("both", plain with { MixUp = .4f, CutMix = 1 }),
            ("SGD", plain with { Optimizer = TrainingOptimizer.Sgd }),
            ("weight decay", plain with { WeightDecay = .5f }),
            ("warm-up", plain with { WarmUp = .9f }),
            ("lowest rate", plain with { LowestLearningRate = 1 }),
            ("gradient norm", plain with { MaxGradientNorm = .01f }),
            ("batches", plain with { BatchSize = 5 }),
            ("bfloat16", plain with { TrainingPrecision = Precision.BFloat16 }),
        ];
        var weights = new Dictionary<string, string>();
        foreach ((string name, ImageTransferTrainer.Options options) in variants)
        {
            using ImageTransferTransformer model = _tiny.Fit(options);
            Assert.Equal(FineTuningEnd.Completed, model.FineTuning!.End);
            Assert.True(model.FineTuning.AccuracyAfter > .5, $"{name}: {model.FineTuning}");
            Assert.Equal(name is "MixUp" or "CutMix" or "both", model.FineTuning.Epochs[0].Accuracy is null);
            weights.Add(name, Convert.ToHexString(TinyTuning.Weights(model).SelectMany(BitConverter.GetBytes).ToArray()));
        }

        Assert.Equal(variants.Length, weights.Values.Distinct().Count());
    }

    [Fact]
    public void Balanced_classes_are_found_as_often_as_the_others()
    {
        // Two tints that overlap, one of them rare.
        TinyRow[] rows = [.. _tiny.Rows().Where(r => r.Label == "red"), .. _tiny.Rows().Where(r => r.Label == "blue").Take(3)];
        foreach (TransferMode mode in (TransferMode[])[TransferMode.FeatureExtraction, TransferMode.FineTuning])
        {
            ImageTransferTrainer.Options options = mode == TransferMode.FineTuning
                ? _tiny.Tuning() with { ValidationSetFraction = 0, L2Regularization = 1 }
                : _tiny.Options with { ValidationSetFraction = 0, L2Regularization = 1 };
            Assert.True(RareProbability(options with { BalanceClasses = true }) > RareProbability(options) + .02);
        }

        double RareProbability(ImageTransferTrainer.Options options)
        {
            using ImageTransferTransformer model = _tiny.Fit(options, _tiny.View(rows));
            int rare = model.Labels.ToList().IndexOf("blue");
            return TinyTuning.Scores(model, rows.Select(r => r.ImagePath)).Average(s => s[rare]);
        }
    }
}
