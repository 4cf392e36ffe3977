using System.Text.Json.Nodes;
using MLTransfer.Tests.Training;

namespace MLTransfer.Tests;

public sealed class WriteReportTests : IDisposable
{
    private readonly TinyTraining _tiny = new(perClass: 10);

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void The_report_of_a_run_has_its_numbers()
    {
        string[] classes = [.. Directory.GetDirectories(_tiny.PhotoFolder).Order(StringComparer.Ordinal)];
        File.WriteAllText(Path.Combine(classes[0], "bad.png"), "no image");
        // Photos of another class, so that there are mistakes to show.
        var random = new Random(7);
        for (int i = 0; i < 8; i++)
            File.WriteAllBytes(Path.Combine(classes[0], $"wrong{i}.png"), TinyPhotos.Draw(Path.GetFileName(classes[1]), random));
        using TransferResult result = TransferPipeline.FromFolder(_tiny.PhotoFolder).Split(validation: .2, test: .2).ExtractFeatures(_tiny.Backbone)
            .Configure(o => o with { WorkspacePath = _tiny.Options.WorkspacePath })
            .Run(cancellationToken: TestContext.Current.CancellationToken);
        result.WriteReport(_tiny["report.html"]);
        Assert.Contains("\"heatMap\":\"data:image/jpeg", File.ReadAllText(_tiny["report.html"]), StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse(File.ReadAllText(_tiny["report.json"]))!;
        Agree(result.Test, json["test"]!);
        Agree(result.Validation, json["validation"]!);
        Assert.EndsWith("bad.png", (string?)json["findings"]![0]!["paths"]![0]);
        Assert.Contains(json["settings"]!.AsArray(), s => (string?)s!["value"] == _tiny.Backbone.Name);
        Assert.Contains(".html", Assert.Throws<ArgumentException>(() => result.WriteReport("report.txt")).Message);
    }

    // ML.NET's evaluator computes them in its own way.
    private static void Agree(ClassifierMetrics metrics, JsonNode set)
    {
        Assert.Equal(metrics.ImageCount, (int)set["imageCount"]!);
        Assert.Equal(metrics.MicroAccuracy, (double)set["accuracy"]!, 1e-9);
        Assert.Equal(metrics.MacroAccuracy, (double)set["macroAccuracy"]!, 1e-9);
        Assert.Equal(metrics.LogLoss, (double)set["logLoss"]!, 1e-5);
        Assert.All(metrics.PerClass.Zip(set["perClass"]!.AsArray()), pair => Agree(pair.First, pair.Second!));
        Assert.All(metrics.Mistakes, m => Assert.Contains(set["images"]!.AsArray(), i => (string?)i!["path"] == m.Path));
    }

    private static void Agree(ClassMetrics one, JsonNode other)
    {
        foreach ((double number, string name) in (ReadOnlySpan<(double, string)>)[
            (one.Precision, "precision"), (one.Recall, "recall"), (one.F1, "f1"), (one.RocAuc, "rocAuc"), (one.AveragePrecision, "averagePrecision")])
            Assert.Equal(number, (double?)other[name] ?? double.NaN, 1e-9);
    }
}
