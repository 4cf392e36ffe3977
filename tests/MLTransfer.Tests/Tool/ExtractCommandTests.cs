using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Parquet;
using Parquet.Schema;

namespace MLTransfer.Tests.Tool;

public sealed class ExtractCommandTests(TinyToolData data) : IClassFixture<TinyToolData>
{
    [Fact]
    public void CSV_has_paths_labels_and_the_features_of_the_library()
    {
        string path = data["features.csv"];
        ToolOutput output = ToolRunner.Run(["extract", data.Photos, "-o", path, "--json", .. data.Tiny]);
        Assert.True(output.ExitCode == 0, output.Error);
        Assert.Equal((36, TinyNetwork.Features), (output.Json.GetProperty("rows").GetInt32(), output.Json.GetProperty("features").GetInt32()));
        string[][] cells = [.. File.ReadAllLines(path).Select(l => l.Split(','))];
        Assert.Equal(["ImagePath", "Label", "Split", .. Enumerable.Range(0, TinyNetwork.Features).Select(i => $"Feature{i}")], cells[0]);
        (string Path, string Label, float[] Features)[] expected = Expected();
        Assert.Equal(expected.Select(e => e.Path), cells[1..].Select(c => c[0]));
        Assert.Equal(expected.Select(e => e.Label), cells[1..].Select(c => c[1]));
        Assert.Equal(
            expected.Select(e => e.Features), cells[1..].Select(c => c[3..].Select(v => float.Parse(v, CultureInfo.InvariantCulture)).ToArray()));
    }

    [Fact]
    public async Task Parquet_has_the_same_with_the_features_as_a_list()
    {
        string path = data["features.parquet"];
        ToolOutput output = ToolRunner.Run(["extract", data.Photos, "-o", path, .. data.Tiny]);
        Assert.True(output.ExitCode == 0, output.Error);
        await using ParquetReader reader = await ParquetReader.CreateAsync(path, cancellationToken: TestContext.Current.CancellationToken);
        DataField[] fields = reader.Schema.GetDataFields();
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        (string Path, string Label, float[] Features)[] expected = Expected();
        var paths = new string?[expected.Length];
        await group.ReadAsync(fields[0], paths.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        var values = new float[expected.Length * TinyNetwork.Features];
        int[] definitions = new int[values.Length], repetitions = new int[values.Length];
        await group.ReadRawAsync<float>(
            fields[3], values.AsMemory(), definitions.AsMemory(), repetitions.AsMemory(), TestContext.Current.CancellationToken);
        Assert.All(definitions, d => Assert.Equal(fields[3].MaxDefinitionLevel, d));
        Assert.Equal(["ImagePath", "Label", "Split", "item"], fields.Select(f => f.Name));
        Assert.Equal(expected.Select(e => e.Path), paths);
        Assert.Equal(expected.SelectMany(e => e.Features), values);
        Assert.Equal(values.Select((_, i) => i % TinyNetwork.Features == 0 ? 0 : 1), repetitions);
    }

    [Fact]
    public void A_bad_photo_is_named_and_left_out()
    {
        data.Photo("mixed", Path.Combine("a", "good.png"));
        string bad = data.BadPhoto("mixed", Path.Combine("b", "bad.png"));
        ToolOutput output = ToolRunner.Run(["extract", data["mixed"], "-o", data["mixed.csv"], "--json", .. data.Tiny]);
        Assert.Equal((0, 1), (output.ExitCode, output.Json.GetProperty("rows").GetInt32()));
        Assert.Equal(bad, output.Json.GetProperty("badImages")[0].GetProperty("path").GetString());
        Assert.Contains($"bad image: {bad}", output.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Stopped_it_leaves_an_old_table_as_it_was_and_nothing_beside_it()
    {
        string path = data[Path.Combine("stopped", "features.csv")];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "old");
        ToolOutput output = ToolRunner.Run("", new CancellationToken(canceled: true), ["extract", data.Photos, "-o", path, .. data.Tiny]);
        Assert.Equal(130, output.ExitCode);
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void An_audit_finds_a_photo_that_is_in_two_sets_and_ends_with_1()
    {
        foreach ((string part, string label) in new[] { ("train", "a"), ("train", "b"), ("test", "a"), ("test", "b") })
        {
            IReadOnlyList<string> photos = ImageFolder.ListImages(Path.Combine(data.Photos, label == "a" ? "across" : "down"));
            foreach (string photo in photos.Skip(part == "test" ? 8 : 0).Take(4))
            {
                Directory.CreateDirectory(data[Path.Combine("leaky", part, label)]);
                File.Copy(photo, data[Path.Combine("leaky", part, label, Path.GetFileName(photo))]);
            }
        }

        // Stripes are alike; only copies are this much alike.
        string[] thresholds = ["--min-duplicate-correlation", "0.9999", "--min-duplicate-cosine", "0.9999"];
        string[] audit = ["audit", data["leaky"], "--only", "Leak", "--json", .. thresholds, .. data.Tiny];
        ToolOutput clean = ToolRunner.Run(audit);
        Assert.Equal((0, 0), (clean.ExitCode, clean.Json.GetProperty("findings").GetArrayLength()));

        string leaked = Directory.GetFiles(data[Path.Combine("leaky", "train", "a")])[0];
        File.Copy(leaked, data[Path.Combine("leaky", "test", "a", "again.png")]);
        ToolOutput output = ToolRunner.Run([.. audit, "--out", data["leaky.csv"]]);
        Assert.Equal(1, output.ExitCode);
        JsonElement finding = Assert.Single(output.Json.GetProperty("findings").EnumerateArray());
        Assert.Equal("Leak", finding.GetProperty("kind").GetString());
        Assert.Contains(leaked, finding.GetProperty("paths").EnumerateArray().Select(p => p.GetString()));
        Assert.Contains("again.png", File.ReadAllText(data["leaky.csv"]), StringComparison.Ordinal);
    }

    private (string Path, string Label, float[] Features)[] Expected()
    {
        var ml = new MLContext();
        IDataView photos = ml.Data.LoadImageFolder(data.Photos);
        Backbone backbone = Backbone.FromOnnx(data.Network, new BackboneOptions { Preprocessing = Preprocessing.Keras });
        IDataView view = ml.Transforms.ExtractImageFeatures("Features", "ImagePath", backbone, new ExtractionOptions { Cache = false })
            .Fit(photos).Transform(photos);
        return [.. view.GetColumn<string>("ImagePath").Zip(view.GetColumn<string>("Label"), view.GetColumn<float[]>("Features"))];
    }
}
