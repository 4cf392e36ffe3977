using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using MLTransfer.Tests.Samples;

namespace MLTransfer.Tests.Package;

public sealed class InstalledToolTests(InstalledTool tool) : IClassFixture<InstalledTool>
{
    private static readonly string[] Classes = ["bicycle", "fish", "mug"];

    [Fact]
    public async Task Installed_from_its_package_it_trains_predicts_and_says_how_to_fine_tune()
    {
        foreach (string label in Classes)
            Pictures.Copy(label, tool[Path.Combine("photos", label)], count: 6);
        string[] unseen = [.. Classes.Select(c => Path.Combine(Repository.Root, "assets", "pictures", c, $"{c}-020.jpg"))];

        SampleOutput trained = await tool.RunAsync("train", "photos", "-o", "model.zip", "--workspace-path", "workspace");
        Assert.True(trained.ExitCode == 0, trained.Error);
        Assert.Contains($"saved {tool["model.zip"]}", trained.Output, StringComparison.Ordinal);

        SampleOutput predicted = await tool.RunAsync(["predict", "model.zip", .. unseen, "--json"]);
        Assert.Equal((0, ""), (predicted.ExitCode, predicted.Error));
        JsonElement[] predictions = [.. JsonDocument.Parse(predicted.Output).RootElement.EnumerateArray()];
        Assert.Equal(unseen, predictions.Select(p => p.GetProperty("path").GetString()));
        Assert.Equal(Classes, predictions.Select(p => p.GetProperty("label").GetString()));
        Assert.All(predictions, p => Assert.Equal(1, p.GetProperty("scores").EnumerateObject().Sum(s => s.Value.GetDouble()), 4));

        // ONNX Runtime would keep an identity of the device there, and tell of its use.
        Assert.False(Directory.Exists(tool[Path.Combine("user", ".cache", "Microsoft")]));

        // What is saved is the library's.
        using var classifier = ImageClassifier.Load(tool["model.zip"]);
        Assert.Equal(Classes, classifier.PredictMany(unseen, cancellationToken: TestContext.Current.CancellationToken).Select(p => p.Label));

        string[] tuning = ["train", "photos", "--mode", "FineTuning", "--epochs", "1", "-o", "tuned.zip", "--workspace-path", "workspace"];
        SampleOutput without = await tool.RunAsync(tuning), elsewhere = await tool.RunWithLibtorchAsync(tool["photos"], tuning);
        Assert.All([without, elsewhere], output => Assert.Equal((1, ""), (output.ExitCode, output.Output)));
        Assert.Contains("set the environment variable LIBTORCH", without.Error, StringComparison.Ordinal);
        Assert.Contains($"it is not in '{tool["photos"]}', which the environment variable LIBTORCH names", elsewhere.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", without.Error, StringComparison.Ordinal);

        // These tests have libtorch, as its package lays it out.
        SampleOutput tuned = await tool.RunWithLibtorchAsync(AppContext.BaseDirectory, tuning);
        Assert.True(tuned.ExitCode == 0, tuned.Error);
        Assert.Contains("fine-tuning from layer4: ", tuned.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_it_stops_and_the_next_run_goes_on_from_what_was_done()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal to send to another process.");
        string pictures = Path.Combine(Repository.Root, "assets", "pictures");
        string[] extraction = ["extract", pictures, "-o", "features.csv", "--workspace-path", "interrupted", "--threads", "1"];
        using SampleProcess process = tool.Start("", extraction);
        await process.WaitForFileAsync(tool["interrupted"]);
        process.Interrupt();
        SampleOutput output = await process.EndAsync();
        Assert.Equal(130, output.ExitCode);
        Assert.Contains("Stopped. No table was written", output.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(tool["features.csv"]));
    }

    [Fact]
    public async Task It_is_called_mltransfer_and_knows_its_version()
    {
        SampleOutput help = await tool.RunAsync("--help"), version = await tool.RunAsync("--version");
        Assert.Contains("mltransfer [command] [options]", help.Output, StringComparison.Ordinal);
        Assert.Matches(@"^0\.1\.0", version.Output);
    }

    [Fact]
    public void Its_package_says_what_it_is_and_holds_all_that_it_needs_in_a_size_that_a_feed_takes()
    {
        XElement metadata = tool.ReadMetadata();
        Assert.Equal("MIT", metadata.Element("license")!.Value);
        Assert.Equal("README.md", metadata.Element("readme")!.Value);
        Assert.Equal("icon.png", metadata.Element("icon")!.Value);
        Assert.Equal("DotnetTool", metadata.Element("packageTypes")!.Element("packageType")!.Attribute("name")!.Value);
        Assert.All(["authors", "description", "tags", "copyright"], name => Assert.NotEqual("", metadata.Element(name)?.Value ?? ""));
        Assert.Empty(metadata.Descendants("dependency"));

        using ZipArchive package = ZipFile.OpenRead(tool.NuGetPackage);
        string[] names = [.. package.Entries.Select(e => e.FullName)];
        Assert.Single(names, n => n.EndsWith("ResNet18.onnx", StringComparison.Ordinal));
        Assert.Contains("notices/ResNet18/LICENSE", names);
        Assert.All(
            ["linux-x64", "linux-arm64", "win-x64", "win-arm64", "osx-arm64"],
            platform => Assert.Contains(names, n => n.Contains($"/runtimes/{platform}/native/", StringComparison.Ordinal)
                && n.Contains("onnxruntime", StringComparison.Ordinal)));
        Assert.DoesNotContain(names, n => n.Contains("torch_cpu", StringComparison.Ordinal));
        // NuGet's gallery takes no more than 250 MB.
        Assert.InRange(new FileInfo(tool.NuGetPackage).Length, 1, 250_000_000);
    }
}
