using MLTransfer.Extraction;
using MLTransfer.Tests.Training;
using MLTransfer.Tests.Training.Torch;

namespace MLTransfer.Tests;

/// <summary>Extraction that is shared by several, one after the other or at once, and the run that trains on what they left.</summary>
[Collection(TorchTests.Name)]
public sealed class ShardedExtractionTests : IDisposable
{
    private const int Photos = 60;
    private readonly TinyTraining _tiny = new(perClass: Photos / 3);

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void The_last_step_computes_no_image_and_gives_the_model_of_a_run_alone(int count)
    {
        ExtractionResult[] shards = [.. Enumerable.Range(0, count).Select(i => Extract(Pipeline().Shard(i, count)))];
        Assert.Equal(Photos, shards.Sum(s => s.Images));
        Assert.Equal(Photos, shards.Sum(s => s.Computed));
        Assert.All(shards, s => Assert.InRange(s.Images, (Photos / count) - 1, (Photos / count) + 1));
        Assert.All(shards, s => Assert.Equal((0, 0, count), (s.FromCache, s.BadImages.Count, s.ShardCount)));
        Assert.Equal(Enumerable.Range(0, count), shards.Select(s => s.ShardIndex));

        using TransferResult merged = Run(Pipeline());
        AssertNothingComputed(merged, Photos);
        using TransferResult alone = Run(Pipeline("another workspace"));
        Assert.Equal(alone.Transformer.Head.Weights, merged.Transformer.Head.Weights);
        Assert.Equal(alone.Test.LogLoss, merged.Test.LogLoss);
    }

    [Fact]
    public void Fine_tuning_finds_its_activations_and_versions_too()
    {
        TransferPipeline pipeline = Pipeline().Augment(a => a.FlipHorizontally().RandomResizedCrop(.6f), views: 2).FineTune(f => f.Epochs(1));
        ExtractionResult[] shards = [.. Enumerable.Range(0, 3).Select(i => Extract(pipeline.Shard(i, 3)))];
        // 42 of the photos are to train, in three versions each.
        const int Versions = (42 * 3) + 18;
        Assert.Equal((Photos, Versions), (shards.Sum(s => s.Images), shards.Sum(s => s.Computed)));
        Assert.All(shards, s => Assert.InRange(s.Computed, (Versions / 3) - 3, (Versions / 3) + 3));
        string[] before = CacheFiles();
        using TransferResult merged = Run(pipeline);
        AssertNothingComputed(merged, Versions);
        // Epochs read what the shards left: nothing was added.
        Assert.Equal(before, CacheFiles());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Int8_is_fitted_to_the_same_images_in_every_shard(bool tunes)
    {
        TransferPipeline pipeline = Pipeline().Configure(o => o with { Precision = Precision.Int8 }).WithContext(_tiny.ML);
        if (tunes)
            pipeline = pipeline.FineTune(f => f.Epochs(1));
        for (int index = 0; index < 4; index++)
        {
            // Not even the number of threads matters.
            ExtractionResult shard = Extract(pipeline.Configure(o => o with { Threads = 1 + (index % 2) }).Shard(index, 4));
            Assert.Equal(shard.Images, shard.Computed);
        }

        Assert.Equal(4, _tiny.Log.Count(m => m.Contains("runs in int8", StringComparison.Ordinal)));
        using TransferResult merged = Run(pipeline);
        AssertNothingComputed(merged, Photos);
    }

    [Fact]
    public void Several_at_once_do_not_disturb_each_other()
    {
        Parallel.For(0, 6, new ParallelOptions { MaxDegreeOfParallelism = 6 }, i => Extract(Pipeline().Shard(i % 4, 4)));
        using TransferResult merged = Run(Pipeline());
        AssertNothingComputed(merged, Photos);
    }

    [Fact]
    public void A_shard_that_is_started_again_computes_what_is_missing_and_a_shard_that_never_ran_is_done_by_the_last_step()
    {
        ExtractionResult first = Extract(Pipeline().Shard(0, 3));
        ExtractionResult again = Extract(Pipeline().Shard(0, 3));
        Assert.Equal((first.Images, 0, first.Images), (again.Images, again.Computed, again.FromCache));
        using var cancel = new CancellationTokenSource();
        var progress = new Told(p =>
        {
            if (p.Extraction is { Done: >= 4 })
                cancel.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => Pipeline().Shard(1, 3).Extract(progress, cancel.Token));
        ExtractionResult second = Extract(Pipeline().Shard(1, 3));
        Assert.InRange(second.FromCache, 4, second.Images - 1);

        using TransferResult result = Run(Pipeline());
        Assert.Equal(first.Images + second.Images, result.Timings.Sum(t => t.FromCache));
        Assert.Equal(Photos, result.Timings.Sum(t => t.Images));
    }

    [Fact]
    public void Each_shard_writes_files_of_its_own()
    {
        for (int index = 0; index < 3; index++)
        {
            Extract(Pipeline().Shard(index, 3));
            Assert.Equal(index + 1, CacheFiles().Length);
        }

        // A run alone goes on with a file that is there.
        TintedPhotos.WriteSquare(Path.Combine(_tiny.PhotoFolder, TintedPhotos.Classes[0], "added.png"), TintedPhotos.Classes[0], new Random(9));
        ExtractionResult all = Extract(Pipeline());
        Assert.Equal((Photos + 1, 1), (all.Images, all.Computed));
        Assert.Equal(3, CacheFiles().Length);
    }

    [Fact]
    public void Bad_photos_are_named_by_the_shard_that_has_them()
    {
        string[] bad = [.. TintedPhotos.Classes.Select(c => Path.Combine(_tiny.PhotoFolder, c, "torn.png"))];
        foreach (string path in bad)
            File.WriteAllText(path, path);
        ExtractionResult[] shards = [.. Enumerable.Range(0, 4).Select(i => Extract(Pipeline().Shard(i, 4)))];
        Assert.Equal(bad, shards.SelectMany(s => s.BadImages).Select(b => b.Path).Order(StringComparer.Ordinal));
        Assert.Equal((Photos + 3, Photos), (shards.Sum(s => s.Images), shards.Sum(s => s.Computed)));
        TransferPipeline strict = Pipeline().Configure(o => o with { BadImages = BadImagePolicy.Fail });
        Assert.Equal(3, Enumerable.Range(0, 63).Count(i => Record.Exception(() => Extract(strict.Shard(i, 63))) is BadImageException));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_an_error()
    {
        File.WriteAllText(_tiny["in the way"], "");
        var error = Assert.Throws<WorkspaceException>(() => Extract(Pipeline("in the way").Shard(0, 2)));
        Assert.StartsWith(_tiny["in the way"], error.Folder, StringComparison.Ordinal);
        Assert.Contains("WorkspacePath", error.Message, StringComparison.Ordinal);
        Assert.Contains("Cache", Assert.Throws<InvalidOperationException>(
            () => Extract(Pipeline().Configure(o => o with { Cache = false }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_gets_full_stops_the_shard_and_what_is_written_stays()
    {
        // 60 entries of 84 bytes, and a header: one page does not hold them.
        using var disk = new SmallDisk(_tiny["disk"], "8k");
        TransferPipeline pipeline = Pipeline("disk").ExtractFeatures(_tiny.Backbone, "block1", FeaturePooling.Flatten);
        var error = Assert.Throws<WorkspaceException>(() => Extract(pipeline));
        Assert.StartsWith(disk.Path, error.Folder, StringComparison.Ordinal);
        Assert.Contains("stays valid", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shard_is_not_to_be_trained_on_and_must_exist()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Run(Pipeline().Shard(1, 2)));
        Assert.Contains("shard 1 of 2", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("index", () => Pipeline().Shard(2, 2));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => Pipeline().Shard(0, 0));
        // Of one shard, that is all.
        using TransferResult whole = Run(Pipeline().Shard(0, 1));
        Assert.True(whole.HasTest);
    }

    [Fact]
    public void Progress_and_result_tell_of_the_shard_alone()
    {
        var told = new List<TransferProgress>();
        ExtractionResult shard = Pipeline().Shard(1, 3).Extract(new Told(told.Add), TestContext.Current.CancellationToken);
        Assert.Equal(
            [
                TransferPhase.Load, TransferPhase.LoadBackbone, TransferPhase.ExtractTraining, TransferPhase.ExtractValidation,
                TransferPhase.ExtractTest,
            ],
            shard.Timings.Select(t => t.Phase));
        Assert.Equal(shard.Timings.Select(t => t.Phase), told.Select(t => t.Phase).Distinct());
        Assert.Equal(shard.Images, shard.Timings.Sum(t => t.Images));
        Assert.Equal(shard.Timings.Sum(t => t.Elapsed.Ticks), shard.Elapsed.Ticks);
        Assert.StartsWith(
            $"shard 1 of 3: {shard.Images} images, {shard.Images} computed, 0 from the cache, 0 bad, in ", shard.ToString(), StringComparison.Ordinal);
    }

    private static ExtractionResult Extract(TransferPipeline pipeline) => pipeline.Extract(cancellationToken: TestContext.Current.CancellationToken);

    private static TransferResult Run(TransferPipeline pipeline) => pipeline.Run(cancellationToken: TestContext.Current.CancellationToken);

    private static void AssertNothingComputed(TransferResult result, int versions)
    {
        Assert.Equal(versions, result.Timings.Sum(t => t.Images));
        Assert.All(result.Timings, t => Assert.Equal(t.Images, t.FromCache));
    }

    private string[] CacheFiles()
        => [.. Directory.GetFiles(_tiny["workspace"], $"*{FeatureFile.Extension}", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private TransferPipeline Pipeline(string workspace = "workspace") => TransferPipeline.FromFolder(_tiny.PhotoFolder)
        .ExtractFeatures(_tiny.Backbone).Configure(o => o with { WorkspacePath = _tiny[workspace], TrainingPrecision = Precision.Float32, Threads = 2, BatchSize = 3 });

    private sealed class Told(Action<TransferProgress> report) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => report(value);
    }
}
