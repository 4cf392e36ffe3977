using MLTransfer.Extraction;
using MLTransfer.Tests.Training.Torch;

namespace MLTransfer.Tests.Training.FineTuning;

/// <summary>Augmented versions of the training images in both modes, and where their activations are kept.</summary>
[Collection(TorchTests.Name)]
public sealed class AugmentedTrainingTests : IDisposable
{
    private static readonly ImageAugmentation Augmentation = ImageAugmentation.None.FlipHorizontally().Brightness(.3f).Rotate(20);
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Versions_of_the_training_images_are_kept_beside_them_and_none_of_the_others(int views)
    {
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Tuning() with { Augmentation = Augmentation, Views = views });
        Assert.Equal((27, 9), (model.TrainingImageCount, model.ValidationImageCount));
        // What is held out of the training set was read before it was known to be held out.
        Assert.Equal(36 * (1 + views), KeptActivations());
        Assert.Equal(27, model.FineTuning!.TrainingImages);
    }

    [Fact]
    public void Images_of_a_validation_set_are_not_augmented()
    {
        var rows = _tiny.Rows();
        using ImageTransferTransformer model = _tiny.Fit(
            _tiny.Tuning() with { Augmentation = Augmentation, Views = 2, ValidationSet = _tiny.View(rows.Where((_, i) => i % 4 == 0)) },
            _tiny.View(rows.Where((_, i) => i % 4 != 0)));
        Assert.Equal((27 * 3) + 9, KeptActivations());
    }

    [Fact]
    public void The_number_of_versions_and_how_they_are_made_change_the_model_and_two_runs_do_not()
    {
        ImageTransferTrainer.Options plain = _tiny.Tuning(), three = plain with { Augmentation = Augmentation, Views = 3 };
        ImageTransferTrainer.Options[] variants =
        [
            plain, three, three with { Views = 1 }, three with { Views = 0 }, three with { Augmentation = ImageAugmentation.None.FlipVertically() },
        ];
        float[][] models = [.. variants.Select(Weights)];
        Assert.Equal(variants.Length, models.DistinctBy(m => string.Join(' ', m)).Count());
        Assert.Equal(models[1], Weights(variants[1] with { Cache = true }));
        Assert.Equal(models[3], Weights(variants[3]));
    }

    [Fact]
    public void An_augmentation_that_does_nothing_changes_nothing_of_the_fine_tuning()
    {
        // The images are then all alike, and so are all ways to draw one of them.
        ImageTransferTrainer.Options options = _tiny.Tuning() with { Augmentation = ImageAugmentation.None, Head = Head.Linear, L2Regularization = .1 };
        float[] plain = Weights(options with { Augmentation = null });
        foreach (int views in (int[])[0, 2])
            Assert.All(plain.Zip(Weights(options with { Views = views })), w => Assert.Equal(w.First, w.Second, 5e-3f));
    }

    [Fact]
    public void Every_epoch_draws_anew()
    {
        // One image a batch, in one epoch or another: with new versions, an epoch differs from the one before although the rate is next to 0.
        foreach (int views in (int[])[0, 3])
        {
            using ImageTransferTransformer model = _tiny.Fit(
                _tiny.Tuning() with { Augmentation = Augmentation, Views = views, LearningRate = 1e-12f, Epoch = 4, BatchSize = 100 });
            Assert.Equal(4, model.FineTuning!.Epochs.Select(e => Math.Round(e.Loss, 5)).Distinct().Count());
        }

        using ImageTransferTransformer plain = _tiny.Fit(_tiny.Tuning() with { LearningRate = 1e-12f, Epoch = 4, BatchSize = 100 });
        Assert.Single(plain.FineTuning!.Epochs.Select(e => Math.Round(e.Loss, 5)).Distinct());
    }

    [Fact]
    public void Feature_extraction_learns_from_the_versions_too()
    {
        ImageTransferTrainer.Options options = _tiny.Options with { L2Regularization = .1, ValidationSetFraction = 0 };
        using ImageTransferTransformer plain = _tiny.Fit(options), augmented = _tiny.Fit(options with { Augmentation = Augmentation, Views = 2 });
        Assert.Equal((36, 36), (plain.TrainingImageCount, augmented.TrainingImageCount));
        Assert.NotEqual(plain.Head.Weights, augmented.Head.Weights);
        var metrics = _tiny.ML.MulticlassClassification.Evaluate(augmented.Transform(_tiny.Keyed(_tiny.Photos)));
        Assert.True(metrics.MicroAccuracy > .8, $"{metrics.MicroAccuracy}");
    }

    [Fact]
    public void Feature_extraction_has_no_epochs_to_make_new_versions_for()
    {
        ImageTransferTrainer.Options options = _tiny.Options with { Augmentation = Augmentation, Views = 0 };
        var e = Assert.Throws<ArgumentException>("Views", () => _tiny.Fit(options));
        Assert.Contains("belongs to fine-tuning", e.Message, StringComparison.Ordinal);
    }

    private float[] Weights(ImageTransferTrainer.Options options)
    {
        using ImageTransferTransformer model = _tiny.Fit(options);
        return TinyTuning.Weights(model);
    }

    /// <summary>The number of images and versions whose activations at the end of the first stage are on disk.</summary>
    private int KeptActivations()
    {
        string folder = Assert.Single(Directory.GetDirectories(Path.Combine(_tiny.Options.WorkspacePath!, "activations")));
        using FeatureCache cache = FeatureCache.Open(folder, 6 * 16 * 16, Precision.Float32);
        return cache.Count;
    }
}
