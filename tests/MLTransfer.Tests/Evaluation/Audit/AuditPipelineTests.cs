using Microsoft.ML;
using MLTransfer.Tests.Training;

namespace MLTransfer.Tests.Evaluation.Audit;

/// <summary>Audits of small pictures from files to report.</summary>
public sealed class AuditPipelineTests : IDisposable
{
    private readonly TinyTraining _tiny = new(perClass: 20);

    public void Dispose() => _tiny.Dispose();

    private TransferPipeline Pipeline => TransferPipeline.FromFolder(_tiny["split"]).WithContext(_tiny.ML).ExtractFeatures(_tiny.Backbone)
        .Configure(o => o with { WorkspacePath = _tiny["workspace"] });

    [Fact]
    public void Leaks_bad_photos_and_accuracy_are_told_by_set()
    {
        (string photo, string copy) = MakeSplit();
        File.Copy(copy, _tiny[Path.Combine("split", "test", "green", "wrong.png")]);
        string bad = _tiny[Path.Combine("split", "validation", "red", "bad.png")];
        File.WriteAllText(bad, "no picture");
        using TransferResult result = Pipeline.Run(cancellationToken: TestContext.Current.CancellationToken);
        AuditReport report = Pipeline.Audit(model: result.Model, cancellationToken: TestContext.Current.CancellationToken);

        AuditFinding[] leaks = [.. report.Of(AuditFindingKind.Leak)];
        AuditFinding leak = Assert.Single(leaks, f => f.Paths.SequenceEqual([photo, copy]));
        Assert.Equal(["train", "test"], leak.Parts);
        Assert.Equal(["red", "red"], leak.Labels);
        Assert.Equal(1, leak.Score);
        AuditFinding contradiction = Assert.Single(leaks, f => f.Paths[1].EndsWith("wrong.png", StringComparison.Ordinal));
        Assert.Contains("'red' and 'green'", contradiction.Reason, StringComparison.Ordinal);
        AuditFinding unusable = Assert.Single(report.Of(AuditFindingKind.BadImage));
        Assert.Equal([bad], unusable.Paths);
        Assert.Equal(["validation"], unusable.Parts);
        Assert.Equal((62, 14, 2), (report.ImageCount, report.TestImageCount, report.LeakedTestImageCount));

        // The copy is right, the one under another class wrong.
        Assert.Equal(result.Test.MicroAccuracy, report.TestAccuracy!.Value, 1e-9);
        double right = Math.Round(14 * result.Test.MicroAccuracy);
        Assert.Equal((right - 1) / 12, report.TestAccuracyWithoutLeaks!.Value, 1e-9);
    }

    [Fact]
    public void Equal_pixels_do_not_make_files_equal_byte_for_byte()
    {
        (string photo, string copy) = MakeSplit();
        Assert.StartsWith("The same photo, byte for byte", Leak().Reason, StringComparison.Ordinal);
        File.WriteAllBytes(copy, [.. File.ReadAllBytes(photo), 0]);
        Assert.StartsWith("Nearly the same photo", Leak().Reason, StringComparison.Ordinal);

        AuditFinding Leak() => Assert.Single(
            Pipeline.Audit(cancellationToken: TestContext.Current.CancellationToken).Of(AuditFindingKind.Leak), f => f.Paths.SequenceEqual([photo, copy]));
    }

    [Fact]
    public void A_model_of_other_classes_is_refused()
    {
        MakeSplit();
        string[] classes = Directory.GetDirectories(_tiny.PhotoFolder);
        for (int i = 0; i < 2; i++)
        {
            string folder = Directory.CreateDirectory(_tiny[Path.Combine("others", $"other{i}")]).FullName;
            foreach (string photo in Directory.GetFiles(classes[i]))
                File.Copy(photo, Path.Combine(folder, Path.GetFileName(photo)));
        }

        using TransferResult other = TransferPipeline.FromFolder(_tiny["others"]).ExtractFeatures(_tiny.Backbone)
            .Configure(o => o with { WorkspacePath = _tiny["workspace"] }).Run(cancellationToken: TestContext.Current.CancellationToken);
        EvaluationDataException refusal = Assert.Throws<EvaluationDataException>(
            () => Pipeline.Audit(model: other.Model, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("does not know the class '", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_run_extracted_is_not_extracted_again_and_pixels_are_looked_at_once()
    {
        MakeSplit();
        using TransferResult result = Pipeline.Run(cancellationToken: TestContext.Current.CancellationToken);
        var told = new List<TransferProgress>();
        for (int audit = 0; audit < 2; audit++)
        {
            told.Clear();
            Pipeline.Audit(progress: new Told(told), cancellationToken: TestContext.Current.CancellationToken);
            Assert.All(
                told.Where(p => p.Extraction is not null && p.Phase != TransferPhase.Audit),
                p => Assert.Equal(p.Extraction!.Done, p.Extraction.FromCache));
            ExtractionProgress pixels = told.Last(p => p.Phase == TransferPhase.Audit && p.Extraction is not null).Extraction!;
            // The copy may come late enough to find the facts of the photo.
            Assert.Equal(61, pixels.Done);
            Assert.InRange(pixels.FromCache, audit == 0 ? 0 : 61, audit == 0 ? 1 : 61);
        }
    }

    [Fact]
    public void An_audit_is_the_same_each_time_and_with_any_number_of_threads()
    {
        MakeSplit();
        string[] Findings(int threads) => [.. Pipeline.Configure(o => o with { Threads = threads })
            .Audit(new AuditOptions { MinOutlierScore = 1 }, cancellationToken: TestContext.Current.CancellationToken).Findings
            .Where(f => f.Kind is not (AuditFindingKind.LabelSuspect or AuditFindingKind.SimilarClasses)).Select(f => f.ToString())];
        Assert.Equal(Findings(1), Findings(3));
        Assert.NotEmpty(Findings(1));
    }

    [Fact]
    public void Views_can_be_audited_without_a_pipeline()
    {
        AuditReport whole = _tiny.ML.AuditImages(_tiny.Photos, _tiny.Options);
        Assert.Equal((60, 0), (whole.ImageCount, whole.TestImageCount));
        Assert.True(whole.CrossValidatedAccuracy > .8, $"{whole.CrossValidatedAccuracy}");
        Assert.All(whole.Findings.SelectMany(f => f.Parts), Assert.Empty);
        AuditReport split = _tiny.ML.AuditSplit(_tiny.ML.Data.SplitImages(_tiny.Photos), _tiny.Options);
        Assert.Equal((60, 9), (split.ImageCount, split.TestImageCount));
    }

    [Fact]
    public void Photos_in_memory_are_audited_but_no_model_is_measured_on_them()
    {
        IDataView images = _tiny.ML.Data.LoadFromEnumerable(
            _tiny.Rows().Select(r => new EncodedRow { Image = File.ReadAllBytes(r.ImagePath), Label = r.Label }).ToList());
        TransferPipeline pipeline = TransferPipeline.FromData(images, "Image").ExtractFeatures(_tiny.Backbone)
            .Configure(o => o with { WorkspacePath = _tiny["workspace"] });
        Assert.Equal(60, pipeline.Audit(cancellationToken: TestContext.Current.CancellationToken).ImageCount);
        using TransferResult result = pipeline.Run(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Throws<ArgumentException>(
            "model", () => pipeline.Audit(model: result.Model, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Options_out_of_their_bounds_and_shards_are_refused()
    {
        MakeSplit();
        CancellationToken stop = TestContext.Current.CancellationToken;
        Assert.Throws<ArgumentOutOfRangeException>("Folds", () => Pipeline.Audit(new AuditOptions { Folds = 1 }, cancellationToken: stop));
        var nonsense = new AuditOptions { MaxAspect = double.NaN };
        Assert.Throws<ArgumentOutOfRangeException>("MaxAspect", () => Pipeline.Audit(nonsense, cancellationToken: stop));
        Assert.Throws<InvalidOperationException>(() => Pipeline.Shard(0, 2).Audit(cancellationToken: stop));
        Assert.ThrowsAny<OperationCanceledException>(() => Pipeline.Audit(cancellationToken: new CancellationToken(canceled: true)));
    }

    /// <summary>Three sets of 12, 4 and 4 photos a class, and in the test set one copy of a photo to train.</summary>
    private (string Photo, string Copy) MakeSplit()
    {
        foreach (string label in TintedPhotos.Classes)
        {
            string[] photos = [.. Directory.GetFiles(Path.Combine(_tiny.PhotoFolder, label)).Order(StringComparer.Ordinal)];
            for (int i = 0; i < photos.Length; i++)
            {
                string part = i < 12 ? "train" : i < 16 ? "validation" : "test";
                string target = _tiny[Path.Combine("split", part, label, Path.GetFileName(photos[i]))];
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(photos[i], target);
            }
        }

        string photo = _tiny[Path.Combine("split", "train", "red", "red-003.png")], copy = _tiny[Path.Combine("split", "test", "red", "copy.png")];
        File.Copy(photo, copy);
        return (photo, copy);
    }

    private sealed class Told(List<TransferProgress> list) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value)
        {
            lock (list)
                list.Add(value);
        }
    }

    private sealed class EncodedRow
    {
        public byte[] Image { get; set; } = [];

        public string Label { get; set; } = "";
    }
}
