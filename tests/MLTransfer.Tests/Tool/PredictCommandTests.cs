using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Tests.Tool;

public sealed class PredictCommandTests(TinyToolData data) : IClassFixture<TinyToolData>
{
    // Quotes, commas, an emoji, brackets, and what only Unix takes.
    private static readonly string[] OddNames = OperatingSystem.IsWindows()
        ? ["a, b's [x] 📷.png"]
        : ["a, b's [x] 📷.png", "with \"quotes\" and\na second line.png", "=1+2.png", "-dash.png"];

    [Fact]
    public void JSON_has_an_object_an_image_with_what_the_library_predicts()
    {
        string[] photos = [.. ImageFolder.ListImages(data.Photos).Take(5)];
        ToolOutput output = ToolRunner.Run(["predict", data.Model, .. photos, "--json"]);
        Assert.Equal((0, ""), (output.ExitCode, output.Error));
        using var classifier = ImageClassifier.Load(data.Model);
        ImagePrediction[] expected = [.. classifier.PredictMany(photos, cancellationToken: TestContext.Current.CancellationToken)];
        JsonElement[] found = [.. output.Json.EnumerateArray()];
        Assert.Equal(photos, found.Select(f => f.GetProperty("path").GetString()));
        Assert.Equal(expected.Select(e => e.Label), found.Select(f => f.GetProperty("label").GetString()));
        Assert.Equal(expected.Select(e => e.Probability), found.Select(f => f.GetProperty("probability").GetSingle()));
        Assert.All(expected.Zip(found), pair => Assert.Equal(
            pair.First.Scores, pair.Second.GetProperty("scores").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetSingle())));
    }

    [Fact]
    public void A_bad_image_is_named_the_others_are_done_and_the_exit_code_is_1()
    {
        string good = data.Photo("some", "good.png"), bad = data.BadPhoto("some", "bad.png"), missing = data["missing.png"];
        ToolOutput output = ToolRunner.Run("predict", data.Model, bad, good, missing, good, "--json");
        Assert.Equal(1, output.ExitCode);
        JsonElement[] found = [.. output.Json.EnumerateArray()];
        Assert.Equal([bad, good, missing, good], found.Select(f => f.GetProperty("path").GetString()));
        Assert.Equal([true, false, true, false], found.Select(f => f.TryGetProperty("error", out _)));
        Assert.Contains($"bad image: {bad}: looks like text", output.Error, StringComparison.Ordinal);
        Assert.Contains($"bad image: {missing}: ", output.Error, StringComparison.Ordinal);
        Assert.Equal(2, ToolRunner.Run("predict", data.Model, bad, good, missing, good).Lines.Length);
    }

    [Fact]
    public void Odd_file_names_come_back_as_they_are_in_JSON_and_CSV_and_in_one_line_as_text()
    {
        string[] paths = [.. OddNames.Select(name => data.Photo("odd", name))];
        ToolOutput json = ToolRunner.Run("predict", data.Model, data["odd"], "--json");
        Assert.Equal((0, ""), (json.ExitCode, json.Error));
        Assert.Equal(paths.Order(StringComparer.Ordinal), json.Json.EnumerateArray().Select(f => f.GetProperty("path").GetString()));

        // Read by another reader of RFC 4180.
        string csv = data["odd.csv"];
        File.WriteAllText(csv, ToolRunner.Run("predict", data.Model, data["odd"], "--format", "csv").Out);
        var ml = new MLContext();
        TextLoader loader = ml.Data.CreateTextLoader(new TextLoader.Options
        {
            HasHeader = true,
            Separators = [','],
            AllowQuoting = true,
            ReadMultilines = true,
            Columns = [new("Path", DataKind.String, 0), new("Label", DataKind.String, 1), new("Scores", DataKind.Single, 3, 5)],
        });
        Assert.Equal(paths.Order(StringComparer.Ordinal), loader.Load(csv).GetColumn<string>("Path"));
        Assert.All(loader.Load(csv).GetColumn<float[]>("Scores"), scores => Assert.Equal(1, scores.Sum(), 4));
        Assert.StartsWith("Path,Label,Probability,across,down,grid\r\n", File.ReadAllText(csv), StringComparison.Ordinal);

        Assert.Equal(paths.Length, ToolRunner.Run("predict", data.Model, data["odd"]).Lines.Length);
    }

    [Fact]
    public void Paths_come_from_the_standard_input_a_line_each_or_ended_by_zero()
    {
        string one = data.Photo("listed", "one photo.png"), two = data.Photo("listed", "two.png");
        Assert.Equal([one, two, one], Predict($"{one}\r\n\n{two}\n", "-", one));
        Assert.Equal([one, two], Predict($"{one}\0{two}\0", "-", "-0"));
        Assert.Equal([one, two], Predict($"{one}\0{two}", "-", "--null"));
        ToolOutput none = ToolRunner.Run("", TestContext.Current.CancellationToken, ["predict", data.Model, "-", "--json"]);
        Assert.Equal((1, "There are no images."), (none.ExitCode, none.Error.Trim()));
        Assert.Equal(0, none.Json.GetArrayLength());

        IEnumerable<string> Predict(string input, params string[] arguments)
        {
            ToolOutput output = ToolRunner.Run(input, default, ["predict", data.Model, .. arguments, "--json"]);
            Assert.Equal((0, ""), (output.ExitCode, output.Error));
            return output.Json.EnumerateArray().Select(f => f.GetProperty("path").GetString()!);
        }
    }

    [Fact]
    public void Text_is_in_columns_with_as_many_classes_as_are_asked_for()
    {
        string longer = data.Photo("columns", "longer-name.png"), path = data.Photo("columns", "x.png");
        ToolOutput output = ToolRunner.Run("predict", data.Model, path, longer, "--top", "3");
        Assert.Equal((0, ""), (output.ExitCode, output.Error));
        string[][] rows = [.. output.Lines.Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        Assert.Equal([path, longer], rows.Select(r => r[0]));
        Assert.All(rows, row => Assert.Equal(TinyPhotos.Classes, row.Where((_, i) => i is 1 or 3 or 5).Order(StringComparer.Ordinal)));
        Assert.All(rows, row => Assert.Equal(1, new[] { 2, 4, 6 }.Sum(i => double.Parse(row[i], CultureInfo.InvariantCulture)), 3));
        int[] columns = [.. output.Lines.Zip([path, longer], (line, p) => line.Length - line[p.Length..].TrimStart().Length)];
        Assert.Equal(columns[0], columns[1]);
        Assert.Equal(2, ToolRunner.Run("predict", data.Model, path, "--top", "0").ExitCode);
    }

    [Fact]
    public void Evaluate_says_what_the_library_does_and_fails_below_a_least_accuracy()
    {
        using var classifier = ImageClassifier.Load(data.Model);
        double accuracy = classifier.Evaluate(
            new MLContext().Data.LoadImageFolder(data.Photos), cancellationToken: TestContext.Current.CancellationToken).MicroAccuracy;
        ToolOutput output = ToolRunner.Run("evaluate", data.Model, data.Photos, "--json");
        Assert.True(output.ExitCode == 0, output.Error);
        JsonElement metrics = output.Json.GetProperty("metrics");
        Assert.Equal(accuracy, metrics.GetProperty("microAccuracy").GetDouble());
        Assert.Equal(36, metrics.GetProperty("imageCount").GetInt32());
        string least = accuracy.ToString("R", CultureInfo.InvariantCulture);
        Assert.Equal(0, ToolRunner.Run("evaluate", data.Model, data.Photos, "--min-accuracy", least).ExitCode);
        foreach ((string label, string other) in TinyPhotos.Classes.Zip(TinyPhotos.Classes.Skip(1).Append(TinyPhotos.Classes[0])))
        {
            Directory.CreateDirectory(data[Path.Combine("swapped", label)]);
            foreach (string photo in Directory.GetFiles(Path.Combine(data.Photos, other)))
                File.Copy(photo, data[Path.Combine("swapped", label, Path.GetFileName(photo))]);
        }

        ToolOutput below = ToolRunner.Run("evaluate", data.Model, data["swapped"], "--min-accuracy", "0.9");
        Assert.Equal(1, below.ExitCode);
        Assert.Equal(2, ToolRunner.Run("evaluate", data.Model, data.Photos, "--min-accuracy", "90").ExitCode);
        Assert.Contains("photos: accuracy ", below.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Stopped_it_ends_with_130_and_JSON_that_is_whole()
    {
        ToolOutput output = ToolRunner.Run("", new CancellationToken(canceled: true), "predict", data.Model, data.Photos, "--json");
        Assert.Equal(130, output.ExitCode);
        Assert.Equal(JsonValueKind.Array, output.Json.ValueKind);
    }
}
