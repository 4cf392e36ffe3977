namespace MLTransfer.Tests.Training;

/// <summary>The one run on real photos with a real backbone, and one on a few of the rendered pictures.</summary>
public sealed class RealPhotosTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ants_and_bees_are_told_apart()
    {
        // 398 photos, some of them large, and one a GIF.
        string photos = SharedFolder.Require("data/hymenoptera");
        using TransferResult result = TransferPipeline.FromFolder(photos)
            .ExtractFeatures(Backbone.ResNet18).Configure(o => o with { WorkspacePath = _folder.Path })
            .Run(cancellationToken: TestContext.Current.CancellationToken);
        Report(result);
        Assert.Empty(result.BadImages);
        Assert.Equal(Directory.GetFiles(photos, "*.*", SearchOption.AllDirectories).Length, result.Timings.Sum(t => t.Images));
        Assert.True(result.Test.MicroAccuracy >= .92, $"{result.Test.MicroAccuracy:f3}");
    }

    [Fact]
    public void A_few_rendered_pictures_are_enough_for_their_classes()
    {
        string pictures = Path.Combine(Repository.Root, "assets", "pictures");
        foreach (string label in Directory.GetDirectories(pictures))
        {
            string target = Directory.CreateDirectory(_folder[Path.Combine("few", Path.GetFileName(label))]).FullName;
            foreach (string file in Directory.GetFiles(label).Order(StringComparer.Ordinal).Take(10))
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        using TransferResult result = TransferPipeline.FromFolder(_folder["few"]).Split(validation: .2, test: .3)
            .ExtractFeatures(Backbone.ResNet18).Configure(o => o with { WorkspacePath = _folder.Path })
            .Run(cancellationToken: TestContext.Current.CancellationToken);
        Report(result);
        Assert.Equal(Directory.GetDirectories(pictures).Select(Path.GetFileName).Order(), result.Model.Labels);
        Assert.True(result.Test.MicroAccuracy > .7, $"{result.Test.MicroAccuracy:f3}");
    }

    private static void Report(TransferResult result) => TestContext.Current.SendDiagnosticMessage(
        $"test accuracy {result.Test.MicroAccuracy:f3}, L2 {result.Transformer.L2Regularization}, "
        + string.Join(", ", result.Timings.Select(t => $"{t.Phase} {t.Elapsed.TotalSeconds:f1} s, {t.Images} images")));
}
