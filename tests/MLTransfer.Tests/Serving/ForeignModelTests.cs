using System.IO.Compression;
using Google.Protobuf;
using Microsoft.ML;

namespace MLTransfer.Tests.Serving;

/// <summary>Files that are fine, but no classifier of this library.</summary>
public sealed class ForeignModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_missing_file() => Refuses(_folder["missing.zip"], "not find");

    [Fact]
    public void A_folder() => Refuses(_folder.Path);

    [Fact]
    public void An_empty_file() => Refuses(Write("model", []), "empty");

    [Theory]
    [InlineData("P")]
    [InlineData("PK")]
    [InlineData("Once upon a time")]
    public void A_text_file(string text) => Refuses(Write("model", System.Text.Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_picture() => Refuses(Write("model", TinyPhotos.Draw("grid", new Random(1))), "not an ONNX file");

    [Fact]
    public void An_ONNX_network_that_is_no_classifier_of_ours()
        => Refuses(Write("model", TinyNetwork.Create().ToByteArray()), "not a classifier that MLTransfer saved");

    [Fact]
    public void A_zip_of_other_files() => Refuses(Zip(("readme.txt", [1, 2, 3])), "no ONNX network");

    [Fact]
    public void A_zip_with_two_networks() => Refuses(Zip(("a/OnnxModel", [1]), ("b/OnnxModel", [1])), "several ONNX networks");

    [Fact]
    public void A_model_of_MLNET_without_a_network()
    {
        var ml = new MLContext(seed: 1);
        IDataView rows = ml.Data.LoadFromEnumerable([new Point { X = 1, Y = 2 }, new Point { X = 2, Y = 4 }]);
        ITransformer model = ml.Transforms.Concatenate("Features", "X").Append(ml.Transforms.CopyColumns("Label", "Y")).Fit(rows);
        ml.Model.Save(model, rows.Schema, _folder["model.zip"]);
        Refuses(_folder["model.zip"], "no ONNX network");
    }

    [Fact]
    public void A_feature_extractor_that_MLNET_saved()
    {
        var ml = new MLContext(seed: 1);
        IDataView photos = ml.Data.LoadImageFolder(TinyPhotos.Create(_folder, perClass: 1));
        using ImageFeatureExtractingTransformer features = ml.Transforms.ExtractImageFeatures(
            "Features", "ImagePath", TinyNetwork.Backbone(_folder), new ExtractionOptions { Cache = false }).Fit(photos);
        ml.Model.Save(features, photos.Schema, _folder["model.zip"]);
        Refuses(_folder["model.zip"], "not a classifier that MLTransfer saved");
    }

    [Fact]
    public void No_path_at_all()
    {
        Assert.Throws<ArgumentException>(() => ImageClassifier.Load(""));
        Assert.Throws<ArgumentNullException>(() => ImageClassifier.Load(null!));
        Refuses("a\0b");
    }

    public void Dispose() => _folder.Dispose();

    private static void Refuses(string path, string because = "")
    {
        ModelFileException e = Assert.Throws<ModelFileException>(() => ImageClassifier.Load(path));
        Assert.Equal(path, e.Path);
        Assert.StartsWith($"{path}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(because, e.Message, StringComparison.Ordinal);
    }

    private string Write(string name, byte[] content)
    {
        File.WriteAllBytes(_folder[name], content);
        return _folder[name];
    }

    private string Zip(params (string Name, byte[] Content)[] entries)
    {
        using ZipArchive zip = ZipFile.Open(_folder["model.zip"], ZipArchiveMode.Create);
        foreach ((string name, byte[] content) in entries)
        {
            using Stream stream = zip.CreateEntry(name).Open();
            stream.Write(content);
        }

        return _folder["model.zip"];
    }

    private sealed class Point
    {
        public float X { get; set; }

        public float Y { get; set; }
    }
}
