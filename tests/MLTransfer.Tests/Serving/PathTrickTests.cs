using System.IO.Compression;

namespace MLTransfer.Tests.Serving;

/// <summary>Names in a file that pass for paths: they are names, and nothing is written or read where they point.</summary>
public sealed class PathTrickTests(TrainedClassifier trained) : IClassFixture<TrainedClassifier>, IDisposable
{
    private static readonly string[] Tricks = ["../../outside", "/tmp/mltransfer-outside", "..\\..\\outside\0.txt"];
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Labels_that_pass_for_paths_are_labels()
    {
        string inner = Directory.CreateDirectory(_folder["a/b"]).FullName, path = Path.Combine(inner, "tricky.onnx");
        File.WriteAllBytes(path, HandmadeModel.Changed(trained.Onnx, n => HandmadeModel.SetMetadata(n, "labels", HandmadeModel.Json(Tricks))));
        using (var model = ImageClassifier.Load(path))
        {
            Assert.Equal(Tricks, model.Labels);
            Assert.Contains(model.Predict(trained.Photos[0]).Label, Tricks);
            model.Save(Path.Combine(inner, "again.zip"));
        }

        using var again = ImageClassifier.Load(Path.Combine(inner, "again.zip"));
        Assert.Equal(Tricks, again.Labels);
        AssertNothingOutside(["again.zip", "tricky.onnx"]);
    }

    /// <summary>"Zip slip": an archive whose entries are called so that a program which unpacks them writes anywhere.</summary>
    [Fact]
    public void A_zip_whose_entries_point_elsewhere_is_not_unpacked()
    {
        string inner = Directory.CreateDirectory(_folder["a/b"]).FullName, path = Path.Combine(inner, "slip.zip");
        File.WriteAllBytes(path, HandmadeModel.Zip(File.ReadAllBytes(trained.Onnx)));
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            foreach (string name in Tricks)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write("slipped");
            }
        }

        using var model = ImageClassifier.Load(path);
        PredictionAssert.Same(trained.Model.Predict(trained.Photos[0]), model.Predict(trained.Photos[0]));
        AssertNothingOutside(["slip.zip"]);
    }

    [Fact]
    public void A_network_in_a_folder_that_points_elsewhere_is_only_read()
    {
        string inner = Directory.CreateDirectory(_folder["a/b"]).FullName, path = Path.Combine(inner, "slip.zip");
        using (ZipArchive source = new(new MemoryStream(HandmadeModel.Zip(File.ReadAllBytes(trained.Onnx)))))
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using Stream from = source.Entries.Single().Open(), to = zip.CreateEntry("../../outside/OnnxModel").Open();
            from.CopyTo(to);
        }

        using var model = ImageClassifier.Load(path);
        PredictionAssert.Same(trained.Model.Predict(trained.Photos[0]), model.Predict(trained.Photos[0]));
        AssertNothingOutside(["slip.zip"]);
    }

    public void Dispose() => _folder.Dispose();

    private void AssertNothingOutside(string[] expected)
    {
        Assert.False(Path.Exists(Tricks[1]));
        Assert.Equal(["a"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
        Assert.Equal(["b"], Directory.GetFileSystemEntries(_folder["a"]).Select(Path.GetFileName));
        Assert.Equal(expected, Directory.GetFileSystemEntries(_folder["a/b"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
