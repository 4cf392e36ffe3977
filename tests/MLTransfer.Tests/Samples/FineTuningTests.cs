using System.Text.RegularExpressions;
using SkiaSharp;

namespace MLTransfer.Tests.Samples;

public sealed class FineTuningTests(FineTuningRun run) : IClassFixture<FineTuningRun>
{
    private static readonly string[] Ways = ["features", "features, augmented", "fine-tuning from layer4, augmented"];

    [Fact]
    public void A_run_ends_well() => Assert.Equal((0, ""), (run.Output.ExitCode, run.Output.Error));

    [Fact]
    public void The_ways_stand_side_by_side_with_accuracy_loss_and_time()
        => Assert.All(Ways, way => Assert.Matches(
            $@"(?m)^ +{way} +[01]\.\d+ \(\d of 2\) +\d+\.\d+ +[01]\.\d+ \(\d of 2\) +\d+\.\d+ +\d+\.\d +\d+ of \d+ *\r?$", run.Output.Output));

    [Fact]
    public void Each_epoch_is_reported()
        => Assert.Equal(["1", "2"], Regex.Matches(run.Output.Output, @"(?m)^  epoch (\d), loss .*, validation .* images/s\r?$").Select(m => m.Groups[1].Value));

    [Fact]
    public void It_says_which_way_to_take_and_that_two_pictures_decide_nothing()
    {
        Match advice = Regex.Match(run.Output.Output, @"(?m)^take '(.*?)': the most validation pictures right \(\d of 2\)(.*)$");
        Assert.True(advice.Success, run.Output.Output);
        Assert.Contains(advice.Groups[1].Value, Ways);
        // With two validation pictures, a slower way is never more than two ahead of the quickest one.
        Assert.Equal(advice.Groups[1].Value != Ways[0], advice.Groups[2].Value.Contains("may be chance", StringComparison.Ordinal));
    }

    [Fact]
    public void A_bad_picture_is_named() => Assert.Matches(@"left out: .*mug.\[bad\]\.jpg", run.Output.Output);

    [Fact]
    public void The_learning_curves_and_a_contact_sheet_are_drawn()
    {
        using SKBitmap curves = SKBitmap.Decode(run["learning-curves.png"]), sheet = SKBitmap.Decode(run["augmentation.png"]);
        Assert.Equal(new SKSizeI(1800, 700), new SKSizeI(curves.Width, curves.Height));
        // Sixteen images of 224 x 224, and what parts them.
        Assert.InRange(sheet.Width, 4 * 224, 4 * 224 + 50);
        Assert.Equal(sheet.Width, sheet.Height);
    }

    [Fact]
    public void The_best_model_is_saved()
    {
        using ImageClassifier zip = ImageClassifier.Load(run["best.zip"]), onnx = ImageClassifier.Load(run["best.onnx"]);
        string picture = Path.Combine(Repository.Root, "assets", "pictures", "mug", "mug-020.jpg");
        Assert.Equal(FineTuningRun.Classes, zip.Labels);
        Assert.Equal(zip.Predict(picture).Scores, onnx.Predict(picture).Scores);
        Assert.All(["best.zip", "best.onnx", "learning-curves.png", "augmentation.png"], file => Assert.Contains($"saved {run[file]}", run.Output.Output));
        Assert.Matches($"report of '.*', to be opened in a browser: {Regex.Escape(run["report.html"])}", run.Output.Output);
        Assert.All(["report.html", "report.json"], file => Assert.True(File.Exists(run[file])));
    }

    [Fact]
    public void Output_that_is_redirected_is_plain_text() => Assert.DoesNotContain('\x1b', run.Output.Output);

    [Theory]
    [InlineData("'layer9' of --unfreeze is no stage of ResNet18; it has conv1, layer1, layer2, layer3, layer4", "--unfreeze", "layer9")]
    [InlineData("'0' of --epochs is not a whole number of at least 1", "--epochs", "0")]
    [InlineData("'--faster' is no option", "--faster")]
    [InlineData("--data needs a value", "--data")]
    public async Task Bad_arguments_end_with_2_and_a_sentence(string sentence, params string[] arguments)
    {
        using var empty = new TemporaryFolder();
        SampleOutput output = await SampleProcess.RunAsync("FineTuning", empty.Path, arguments);
        Assert.Equal(2, output.ExitCode);
        Assert.Contains(sentence, output.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output.Error, StringComparison.Ordinal);
    }
}
