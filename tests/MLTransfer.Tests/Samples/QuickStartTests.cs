using System.Globalization;
using System.Text.RegularExpressions;

namespace MLTransfer.Tests.Samples;

public sealed partial class QuickStartTests(QuickStartRuns runs) : IClassFixture<QuickStartRuns>
{
    [Fact]
    public void A_run_ends_well()
    {
        Assert.Equal((0, ""), (runs.First.ExitCode, runs.First.Error));
        Assert.True(new FileInfo(runs.Zip).Length > 1_000_000);
        Assert.True(new FileInfo(runs.Onnx).Length > 1_000_000);
    }

    [Fact]
    public void It_says_how_good_and_how_fast_it_was()
    {
        Match accuracy = Accuracy().Match(runs.First.Output);
        Assert.True(accuracy.Success, runs.First.Output);
        Assert.InRange(double.Parse(accuracy.Groups[1].Value, CultureInfo.InvariantCulture), .5, 1);
        Assert.Matches(@"(?m)^extraction: \d+ images/s\r?$", runs.First.Output);
    }

    [Fact]
    public void It_says_where_the_files_are()
    {
        Assert.Contains($"saved {runs.Zip}", runs.First.Output, StringComparison.Ordinal);
        Assert.Contains($"saved {runs.Onnx}", runs.First.Output, StringComparison.Ordinal);
        Assert.Contains($"report, to be opened in a browser: {runs.Report}", runs.First.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_has_the_classes_and_the_bad_picture()
    {
        string page = File.ReadAllText(runs.Report);
        Assert.All(runs.Classes.Keys, name => Assert.Contains($"<bdi>{name}</bdi>", page, StringComparison.Ordinal));
        Assert.Contains("mug/[bad].jpg", page, StringComparison.Ordinal);
        Assert.Contains("ResNet18", page, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.ChangeExtension(runs.Report, ".json")));
    }

    [Fact]
    public void The_saved_files_predict_the_same()
    {
        int classes = runs.Classes.Count;
        Assert.Matches($@"quickstart\.zip +{classes} of {classes} labels", runs.First.Output);
        Assert.Matches($@"quickstart\.onnx +{classes} of {classes} labels", runs.First.Output);
        Assert.Matches($@"quickstart\.zip in ML\.NET alone +{classes} of {classes} labels", runs.First.Output);
    }

    [Fact]
    public void Saving_and_loading_leave_no_temporary_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the temporary folder is not set there");
        // The runtime and ML.NET may leave a few bytes; what would fill a disk is a network, of which there were several.
        Assert.InRange(Directory.GetFiles(runs.TemporaryFiles, "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length), 0, 100_000);
    }

    [Fact]
    public void A_saved_file_knows_the_classes()
    {
        using var classifier = ImageClassifier.Load(runs.Onnx);
        Assert.Equal(runs.Classes.Keys.Order(StringComparer.Ordinal), classifier.Labels);
    }

    [Fact]
    public void Names_that_look_like_markup_are_shown_as_they_are()
        => Assert.All(runs.Classes.Keys, name => Assert.Matches(
            $@"(?m)^ +{Regex.Escape(name)} +[01]\.\d+ +[01]\.\d+ +[01]\.\d+ +\d+", runs.First.Output));

    [Fact]
    public void A_bad_picture_is_named_with_its_reason()
        => Assert.Matches($@"bad images, left out: 1\r?\n +mug.\[bad\]\.jpg: looks like text", runs.First.Output);

    [Fact]
    public void The_second_run_extracts_nothing()
    {
        Assert.Equal((0, ""), (runs.Second.ExitCode, runs.Second.Error));
        Assert.Matches("extraction: .*images/s, all from the cache", runs.Second.Output);
        Assert.Equal(Accuracy().Match(runs.First.Output).Value, Accuracy().Match(runs.Second.Output).Value);
    }

    [Fact]
    public void Output_that_is_redirected_is_plain_text() => Assert.DoesNotContain('\x1b', runs.First.Output);

    [Theory]
    [InlineData("'--colour' is no option", "--colour", "red")]
    [InlineData("--data needs a value", "--data")]
    [InlineData("--out needs a value", "--out", "--seed", "1")]
    [InlineData("'no such folder' of --data does not exist", "--data", "no such folder")]
    [InlineData("'many' of --seed is not a whole number", "--seed", "many")]
    [InlineData("holds no image in a class folder", "--data", ".")]
    public async Task Bad_arguments_end_with_2_and_a_sentence(string sentence, params string[] arguments)
    {
        using var empty = new TemporaryFolder();
        SampleOutput output = await SampleProcess.RunAsync("QuickStart", empty.Path, arguments);
        Assert.Equal(2, output.ExitCode);
        Assert.Contains(sentence, output.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_class_ends_with_1_and_a_sentence()
    {
        using var folder = new TemporaryFolder();
        string data = Directory.CreateDirectory(folder["pictures/only"]).Parent!.FullName;
        File.Copy(Directory.GetFiles(Path.Combine(runs.Data, "mug"), "mug-*").First(), folder["pictures/only/mug.jpg"]);
        SampleOutput output = await SampleProcess.RunAsync("QuickStart", folder.Path, "--data", data, "--no-cache");
        Assert.Equal(1, output.ExitCode);
        Assert.StartsWith(
            "A classifier needs training images of two classes or more; all labels in the column 'Label' are 'only'.",
            output.Error.Split('\n').Last(line => line.Length > 0), StringComparison.Ordinal);
        Assert.Contains("There is no test set", output.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        using var empty = new TemporaryFolder();
        SampleOutput output = await SampleProcess.RunAsync("QuickStart", empty.Path, "--help");
        Assert.Equal((0, ""), (output.ExitCode, output.Error));
        string[] options = ["--data", "--out", "--workspace", "--no-cache", "--seed", "--help"];
        Assert.All(options, option => Assert.Contains(option, output.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Interrupted_it_stops_and_says_what_is_kept()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal to send to another process.");
        using var elsewhere = new TemporaryFolder();
        // Without --data, which also shows that the repository's pictures are found from another folder.
        using var process = SampleProcess.Start("QuickStart", elsewhere.Path, "--workspace", "workspace");
        await process.WaitForAsync("features for training");
        process.Interrupt();
        SampleOutput output = await process.EndAsync();
        Assert.Equal(130, output.ExitCode);
        Assert.StartsWith("Stopped. The features extracted so far are kept", output.Error, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"test accuracy: (\d\.\d{3})")]
    private static partial Regex Accuracy();
}
