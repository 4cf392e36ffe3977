using MLTransfer.Tests.Training.Torch;

namespace MLTransfer.Tests.Training.FineTuning;

/// <summary>What is cached decides how long training takes, not what comes of it.</summary>
[Collection(TorchTests.Name)]
public sealed class CachedTrainingTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void Training_through_the_cache_equals_training_without_it()
    {
        float[] cached = Weights(_tiny.Tuning()), without = Weights(_tiny.Tuning() with { Cache = false });
        Assert.All(cached.Zip(without), w => Assert.Equal(w.First, w.Second, 1e-4f));
        Assert.True(Directory.Exists(Path.Combine(_tiny.Options.WorkspacePath!, "activations")));
    }

    [Theory]
    [InlineData(Precision.Float16)]
    [InlineData(Precision.Float32)]
    public void A_second_run_finds_the_activations_and_gives_the_same_model_bit_for_bit(Precision precision)
    {
        ImageTransferTrainer.Options options = _tiny.Tuning() with { CachePrecision = precision };
        float[] first = Weights(options);
        long fromCache = 0;
        Assert.Equal(first, Weights(options with { Progress = new Told(p => fromCache = Math.Max(fromCache, p.FromCache)) }));
        Assert.Equal(36, fromCache);
    }

    [Fact]
    public void The_seed_decides_the_model()
    {
        float[] first = Weights(_tiny.Tuning()), other = Weights(_tiny.Tuning() with { Seed = 2 });
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void The_seed_decides_the_order_of_images_too()
    {
        // The same head to start from, and no image held out.
        ImageTransferTrainer.Options options = _tiny.Tuning() with { ValidationSetFraction = 0 };
        Assert.NotEqual(Weights(options), Weights(options with { Seed = 2 }));
    }

    private float[] Weights(ImageTransferTrainer.Options options)
    {
        using ImageTransferTransformer model = _tiny.Fit(options);
        return TinyTuning.Weights(model);
    }

    private sealed class Told(Action<ExtractionProgress> tell) : IProgress<ExtractionProgress>
    {
        public void Report(ExtractionProgress value) => tell(value);
    }
}
