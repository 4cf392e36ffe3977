using Microsoft.ML;

namespace MLTransfer.Tests.Training.Probing;

/// <summary>Probes of networks of which it is known what their stages see.</summary>
public sealed class ProbeStagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    public void Dispose() => _folder.Dispose();

    private ImageTransferTrainer.Options Options => new() { WorkspacePath = _folder["workspace"], Precision = Precision.Float32 };

    private TransferPipeline Pipeline(string photos, Backbone backbone, string? cut = null)
        => TransferPipeline.FromFolder(photos).WithContext(_ml).ExtractFeatures(backbone, cut)
            .Configure(o => o with { WorkspacePath = _folder["workspace"], Precision = Precision.Float32 });

    [Fact]
    public void A_lower_stage_is_recommended_where_the_top_destroys_what_tells_classes_apart()
    {
        StageProbeReport report = Pipeline(TintedPhotos.Create(_folder, 20), TwoStageNetwork.WithColourblindTop(_folder))
            .ProbeStages(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([("low", FeaturePooling.Average), ("low", FeaturePooling.Max), ("top", FeaturePooling.Max), (null, FeaturePooling.Average)],
            report.Stages.Select(s => (s.Cut, s.Pooling)));
        Assert.Equal([3, 3, 3, 3], report.Stages.Select(s => s.FeatureLength));
        Assert.True(report.Stages[0].Accuracy > .9, $"{report}");
        Assert.True(report.Stages[^1].Accuracy < .6, $"{report}");
        Assert.Equal(("low", FeaturePooling.Average), (report.Recommendation.Cut, report.Recommendation.Pooling));
        Assert.Contains("'low' with Average pooling", report.Recommendation.Reason, StringComparison.Ordinal);
        Assert.Contains("the end of the network", report.Recommendation.Reason, StringComparison.Ordinal);
        // 70 % of 60.
        Assert.Equal(42, report.ImageCount);
    }

    [Fact]
    public void The_end_is_recommended_where_only_the_top_tells_classes_apart()
    {
        string photos = TinyPhotos.Create(_folder, 20);
        Directory.Delete(Path.Combine(photos, "grid"), recursive: true);
        StageProbeReport report = _ml.ProbeStages(_ml.Data.LoadImageFolder(photos), TwoStageNetwork.WithEdgesOnTop(_folder), Options);
        Assert.True(report.Stages[0].Accuracy < .75, $"{report}");
        Assert.True(report.Stages[^1].Accuracy > .9, $"{report}");
        Assert.Null(report.Recommendation.Cut);
        Assert.Equal("top", report.Recommendation.UnfreezeFrom);
        Assert.Equal(40, report.ImageCount);
    }

    [Fact]
    public void Each_image_is_read_and_computed_once_for_all_stages_and_never_again()
    {
        string photos = TintedPhotos.Create(_folder, 12);
        string[] files = Directory.GetFiles(photos, "*.png", SearchOption.AllDirectories);
        CountedRow[] rows = [.. files.Select(f => new CountedRow(File.ReadAllBytes(f), Path.GetFileName(Path.GetDirectoryName(f)!)))];
        IDataView view = _ml.Data.LoadFromEnumerable(rows);
        ImageTransferTrainer.Options options = Options with { FeatureColumnName = "Image" };
        Backbone backbone = TwoStageNetwork.WithColourblindTop(_folder);
        var told = new List<ExtractionProgress>();
        StageProbeReport first = _ml.ProbeStages(view, backbone, options, progress: new Told(told));
        Assert.All(rows, row => Assert.Equal(1, row.Reads));
        Assert.Equal((36, 0), (told[^1].Done, told[^1].FromCache));
        StageProbeReport second = _ml.ProbeStages(view, backbone, options, progress: new Told(told));
        Assert.Equal((36, 36), (told[^1].Done, told[^1].FromCache));
        Assert.Equal(first.Stages, second.Stages);

        // Nor where a run is cut at any of the places.
        foreach ((string? cut, FeaturePooling pooling) in first.Stages.Select(s => (s.Cut, s.Pooling)).Append(("top", FeaturePooling.Average)))
        {
            using TransferResult result = TransferPipeline.FromData(view, "Image").WithContext(_ml).ExtractFeatures(backbone, cut, pooling)
                .Configure(o => o with { WorkspacePath = _folder["workspace"], Precision = Precision.Float32 })
                .Run(cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(36, result.Timings.Sum(t => t.FromCache));
        }
    }

    [Fact]
    public void Only_training_images_are_looked_at()
    {
        string photos = TintedPhotos.Create(_folder, 12);
        foreach (string file in Directory.GetFiles(photos, "*.png", SearchOption.AllDirectories))
        {
            string label = Path.GetFileName(Path.GetDirectoryName(file)!);
            foreach (string part in new[] { "train", "validation", "test" })
                Directory.CreateDirectory(_folder[Path.Combine("split", part, label)]);
            File.Move(file, _folder[Path.Combine("split", "train", label, Path.GetFileName(file))]);
        }

        string bad = _folder[Path.Combine("split", "train", "red", "bad.png")];
        File.WriteAllText(bad, "no picture");
        File.WriteAllText(_folder[Path.Combine("split", "validation", "red", "bad.png")], "no picture");
        File.WriteAllText(_folder[Path.Combine("split", "test", "blue", "bad.png")], "no picture");
        StageProbeReport report = Pipeline(_folder["split"], TwoStageNetwork.WithColourblindTop(_folder))
            .ProbeStages(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(36, report.ImageCount);
        Assert.Equal(bad, Assert.Single(report.BadImages).Path);
    }

    [Fact]
    public void Of_many_images_a_part_of_each_class_is_looked_at()
    {
        IDataView photos = _ml.Data.LoadImageFolder(TintedPhotos.Create(_folder, 20));
        Backbone backbone = TwoStageNetwork.WithColourblindTop(_folder);
        int Judged(int most) => _ml.ProbeStages(photos, backbone, Options, new StageProbeOptions { MaxImages = most }).ImageCount;
        Assert.Equal(30, Judged(30));
        Assert.Equal(60, Judged(60));
        // As many as folds of each class, at least.
        Assert.Equal(15, Judged(10));
    }

    [Fact]
    public void One_class_too_few_images_and_nonsense_are_refused()
    {
        Backbone backbone = TwoStageNetwork.WithColourblindTop(_folder);
        string two = TintedPhotos.Create(_folder, 2, name: "two");
        TrainingDataException few = Assert.Throws<TrainingDataException>(() => _ml.ProbeStages(_ml.Data.LoadImageFolder(two), backbone, Options));
        Assert.Contains("3 different usable images", few.Message, StringComparison.Ordinal);
        string one = TintedPhotos.Create(_folder, 5, name: "one");
        Directory.Delete(Path.Combine(one, "red"), recursive: true);
        Directory.Delete(Path.Combine(one, "blue"), recursive: true);
        TrainingDataException single = Assert.Throws<TrainingDataException>(() => _ml.ProbeStages(_ml.Data.LoadImageFolder(one), backbone, Options));
        Assert.Contains("'green'", single.Message, StringComparison.Ordinal);

        IDataView photos = _ml.Data.LoadImageFolder(two);
        StageProbeReport Probe(StageProbeOptions options) => _ml.ProbeStages(photos, backbone, Options, options);
        Assert.Throws<ArgumentOutOfRangeException>("Folds", () => Probe(new StageProbeOptions { Folds = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>("MaxImages", () => Probe(new StageProbeOptions { MaxImages = 9 }));
        Assert.Throws<ArgumentOutOfRangeException>("MinStandardErrors", () => Probe(new StageProbeOptions { MinStandardErrors = double.NaN }));
        Assert.Throws<ArgumentException>(() => _ml.ProbeStages(photos, backbone, Options with { FeatureColumnName = "Nowhere" }));
        Assert.Throws<InvalidOperationException>(
            () => Pipeline(two, backbone).Shard(0, 2).ProbeStages(cancellationToken: TestContext.Current.CancellationToken));
        Assert.ThrowsAny<OperationCanceledException>(
            () => Pipeline(TintedPhotos.Create(_folder, 5), backbone).ProbeStages(cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_real_network_sees_flowers_best_near_its_end()
    {
        string flowers = SharedFolder.Require("data/flowers_200");
        StageProbeReport report = _ml.ProbeStages(
            _ml.Data.LoadImageFolder(flowers), Backbone.ResNet18, Options, new StageProbeOptions { MaxImages = 100 });
        TestContext.Current.SendDiagnosticMessage($"{report}");
        // Its end is the average of layer4.
        Assert.Equal(
            ["conv1", "conv1", "layer1", "layer1", "layer2", "layer2", "layer3", "layer3", "layer4", null], report.Stages.Select(s => s.Cut));
        Assert.Equal(FeaturePooling.Average, report.Stages[^1].Pooling);
        Assert.True(report.Stages[^1].Accuracy > report.Stages[0].Accuracy + .1, $"{report}");
        Assert.Contains(report.Recommendation.Cut, new[] { null, "layer3", "layer4" });
        Assert.All(report.Stages, s => Assert.InRange(s.StandardError, 0, .06));
    }

    private sealed class Told(List<ExtractionProgress> list) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value)
        {
            if (value.Extraction is { } extraction)
                list.Add(extraction);
        }
    }

    private sealed class CountedRow(byte[] image, string label)
    {
        private int _reads;

        public byte[] Image
        {
            get
            {
                Interlocked.Increment(ref _reads);
                return image;
            }
        }

        public string Label => label;

        internal int Reads => _reads;
    }
}
