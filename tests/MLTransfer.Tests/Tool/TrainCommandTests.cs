using System.Text.Json;

namespace MLTransfer.Tests.Tool;

public sealed class TrainCommandTests(TinyToolData data) : IClassFixture<TinyToolData>
{
    [Fact]
    public void It_saves_what_the_library_trains_with_the_same_options()
    {
        string onnx = data["same.onnx"];
        ToolOutput output = ToolRunner.Run(
            ["train", data.Photos, "-o", onnx, "--seed", "3", "--validation", ".2", "--test", ".25", "--epoch", "7", "--l2-regularization", "0.5",
                .. data.Tiny]);
        Assert.True(output.ExitCode == 0, output.Error);

        using TransferResult result = TransferPipeline.FromFolder(data.Photos)
            .Split(.2, .25, seed: 3)
            .ExtractFeatures(Backbone.FromOnnx(data.Network, new BackboneOptions { Preprocessing = Preprocessing.Keras }))
            .Configure(o => o with { Seed = 3, Epoch = 7, L2Regularization = .5, WorkspacePath = data["workspace"] })
            .Run(cancellationToken: TestContext.Current.CancellationToken);
        result.Model.SaveOnnx(data["expected.onnx"]);
        Assert.Equal(File.ReadAllBytes(data["expected.onnx"]), File.ReadAllBytes(onnx));
        Assert.Contains($"saved {onnx}", output.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_JSON_says_what_was_trained_how_well_and_how_long()
    {
        string zip = data["json.zip"], onnx = data["json.onnx"];
        JsonElement json = ToolRunner.Run(["train", data.Photos, "-o", zip, "-o", onnx, "--json", .. data.Tiny]).Json;
        Assert.Equal([zip, onnx], json.GetProperty("files").EnumerateArray().Select(f => f.GetString()));
        Assert.Equal(TinyPhotos.Classes, json.GetProperty("labels").EnumerateArray().Select(f => f.GetString()!));
        JsonElement images = json.GetProperty("images"), test = json.GetProperty("test");
        Assert.Equal(36, images.EnumerateObject().Sum(set => set.Value.GetInt32()));
        Assert.Equal(images.GetProperty("test").GetInt32(), test.GetProperty("imageCount").GetInt32());
        Assert.Equal(3, test.GetProperty("confusionMatrix").GetArrayLength());
        Assert.InRange(test.GetProperty("microAccuracy").GetDouble(), 0, 1);
        Assert.Contains("TrainClassifier", json.GetProperty("timings").EnumerateArray().Select(t => t.GetProperty("phase").GetString()));
        using ImageClassifier first = ImageClassifier.Load(zip), second = ImageClassifier.Load(onnx);
        Assert.Equal(first.Labels, second.Labels);
    }

    [Fact]
    public void Progress_and_bad_photos_are_named_on_the_standard_error_and_the_result_is_all_of_the_output()
    {
        Directory.CreateDirectory(data["withbad"]);
        foreach (string label in TinyPhotos.Classes)
            data.Photo("withbad", Path.Combine(label, "one.png"));
        string bad = data.BadPhoto("withbad", Path.Combine("grid", "[bad].png"));
        ToolOutput output = ToolRunner.Run(["train", data["withbad"], "-o", data["withbad.zip"], .. data.Tiny]);
        Assert.True(output.ExitCode == 0, output.Error);
        Assert.Contains("features for training ...", output.Error, StringComparison.Ordinal);
        Assert.Contains($"bad image: {bad}: looks like text", output.Error, StringComparison.Ordinal);
        Assert.StartsWith("photos: ", output.Out, StringComparison.Ordinal);

        ToolOutput quiet = ToolRunner.Run(["train", data["withbad"], "-o", data["withbad.zip"], "--quiet", .. data.Tiny]);
        Assert.DoesNotContain(" ...", quiet.Error, StringComparison.Ordinal);
        Assert.Contains("bad image: ", quiet.Error, StringComparison.Ordinal);

        ToolOutput strict = ToolRunner.Run(["train", data["withbad"], "-o", data["withbad.zip"], "--bad-images", "fail", .. data.Tiny]);
        Assert.Equal((1, ""), (strict.ExitCode, strict.Out));
        Assert.Contains("[bad].png", strict.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Augmentation_begins_with_the_default_and_goes_on_with_what_is_named()
    {
        ToolOutput output = ToolRunner.Run(
            ["train", data.Photos, "-o", data["augmented.onnx"], "--augment", "--hue", "0", "--views", "1", .. data.Tiny]);
        Assert.True(output.ExitCode == 0, output.Error);
        using TransferResult result = TransferPipeline.FromFolder(data.Photos)
            .Augment(_ => ImageAugmentation.Default.Hue(0), views: 1)
            .ExtractFeatures(Backbone.FromOnnx(data.Network, new BackboneOptions { Preprocessing = Preprocessing.Keras }))
            .Configure(o => o with { WorkspacePath = data["workspace"] })
            .Run(cancellationToken: TestContext.Current.CancellationToken);
        result.Model.SaveOnnx(data["expected-augmented.onnx"]);
        Assert.Equal(File.ReadAllBytes(data["expected-augmented.onnx"]), File.ReadAllBytes(data["augmented.onnx"]));
    }

    [Fact]
    public void Stopped_it_ends_with_130_and_leaves_an_old_model_as_it_was()
    {
        string model = data["old.zip"];
        File.WriteAllText(model, "old");
        ToolOutput output = ToolRunner.Run("", new CancellationToken(canceled: true), ["train", data.Photos, "-o", model, .. data.Tiny]);
        Assert.Equal((130, ""), (output.ExitCode, output.Out));
        Assert.Contains("Stopped. What was extracted so far is kept", output.Error, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(model));
    }

    [Fact]
    public void It_writes_the_report_and_says_so()
    {
        ToolOutput output = ToolRunner.Run(["train", data.Photos, "-o", data["reported.zip"], "--report", data["r.html"], .. data.Tiny]);
        Assert.True(output.ExitCode == 0, output.Error);
        Assert.Contains($"saved {data["r.html"]}", output.Out, StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(data["r.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void No_augmentation_is_the_same_as_none_given()
    {
        Assert.Equal(0, ToolRunner.Run(["train", data.Photos, "-o", data["plain.onnx"], .. data.Tiny]).ExitCode);
        ToolOutput output = ToolRunner.Run(["train", data.Photos, "-o", data["unaugmented.onnx"], "--augment", "false", .. data.Tiny]);
        Assert.True(output.ExitCode == 0, output.Error);
        Assert.Equal(File.ReadAllBytes(data["plain.onnx"]), File.ReadAllBytes(data["unaugmented.onnx"]));
    }

    [Theory]
    [InlineData("--report", "r.htm", ".html")]
    [InlineData("--report", "taken/r.html", "cannot be written")]
    [InlineData("--out", "taken/m.zip", "cannot be written")]
    [InlineData("--out", "photos.zip", "is a folder")]
    [InlineData("--learning-curves", "c.png", "--mode FineTuning")]
    public void What_cannot_be_written_in_the_end_is_refused_at_the_start(string option, string file, string text)
    {
        File.WriteAllText(data["taken"], "a file where a folder would have to be");
        Directory.CreateDirectory(data["photos.zip"]);
        ToolOutput output = ToolRunner.Run(["train", data.Photos, "-o", data["never.zip"], option, data[file], .. data.Tiny]);
        Assert.Equal(2, output.ExitCode);
        Assert.Contains(text, output.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(data["never.zip"]));
    }

    [Fact]
    public void Info_says_what_it_saved()
    {
        JsonElement json = ToolRunner.Run("info", data.Model, "--json").Json;
        Assert.Equal(TinyPhotos.Classes, json.GetProperty("labels").EnumerateArray().Select(f => f.GetString()!));
        Assert.Equal("Float32", json.GetProperty("precision").GetString());
        Assert.Equal(new FileInfo(data.Model).Length, json.GetProperty("bytes").GetInt64());
        Assert.Contains("3 classes: across, down, grid", ToolRunner.Run("info", data.Model).Out, StringComparison.Ordinal);
    }
}
