using Microsoft.ML;

namespace MLTransfer.Benchmarks.Accuracy;

/// <summary>
/// Trains the classifier on a network in float32 and in int8, on the same splits of the same photos. Features of float32 are computed once
/// for all splits; those of int8 anew, as each split calibrates on other photos.
/// </summary>
/// <param name="photos">All photos.</param>
/// <param name="plan">How they are split.</param>
/// <param name="threads">The number of threads.</param>
internal sealed class AccuracyRun(IReadOnlyList<PooledPhoto> photos, AccuracyPlan plan, int threads)
{
    // Apart, so that no two splits are the same.
    private const int SeedStride = 1000;

    /// <summary>Measures the splits of all seeds, 1 and up.</summary>
    /// <param name="backbone">The network.</param>
    /// <param name="seeds">The number of seeds.</param>
    public IReadOnlyList<SplitAccuracy> Run(Backbone backbone, int seeds)
    {
        DirectoryInfo workspace = Directory.CreateTempSubdirectory("mltransfer-accuracy-");
        try
        {
            return [.. from seed in Enumerable.Range(1, seeds)
                       from repeat in Enumerable.Range(0, plan.Repeats)
                       select Measure(backbone, seed, (repeat * SeedStride) + seed, workspace.FullName)];
        }
        finally
        {
            workspace.Delete(recursive: true);
        }
    }

    private SplitAccuracy Measure(Backbone backbone, int seed, int splitSeed, string workspace)
    {
        (double float32, int testPhotos, _) = Train(backbone, Precision.Float32, splitSeed, workspace);
        (double int8, _, FrozenPartMessage message) = Train(backbone, Precision.Int8, splitSeed, workspace);
        if (message.Last is null)
            throw new InvalidOperationException("The library did not say whether its frozen part ran in int8, so a difference would mean nothing.");
        var measured = new SplitAccuracy(seed, testPhotos, float32, int8, message.IsFallback ? message.Last : null);
        Console.WriteLine(
            $"{backbone.Name} seed {seed} split {splitSeed}  float32 {float32:F4}  int8 {int8:F4}  of {testPhotos} photos" +
            (message.IsFallback ? "  (float32)" : ""));
        return measured;
    }

    private (double Accuracy, int TestPhotos, FrozenPartMessage Message) Train(Backbone backbone, Precision precision, int seed, string workspace)
    {
        var ml = new MLContext(seed);
        var message = new FrozenPartMessage(ml);
        using TransferResult result = TransferPipeline.FromData(ml.Data.LoadFromEnumerable(photos))
            .WithContext(ml)
            .Split(AccuracyPlan.ValidationShare, plan.TestShare, seed)
            .ExtractFeatures(backbone)
            .Configure(o => o with { Precision = precision, Seed = seed, WorkspacePath = workspace, Threads = threads })
            .Run();
        return (result.Test.MicroAccuracy, (int)result.Test.ImageCount, message);
    }
}
