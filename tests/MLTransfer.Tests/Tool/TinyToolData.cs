using Google.Protobuf;

namespace MLTransfer.Tests.Tool;

/// <summary>A folder of tiny photos, a tiny network as a file, and a model trained by the tool, for all tests of a class.</summary>
public sealed class TinyToolData : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<string> _model;

    public TinyToolData()
    {
        Photos = TinyPhotos.Create(_folder, perClass: 12);
        Network = _folder["tiny.onnx"];
        File.WriteAllBytes(Network, TinyNetwork.Create().ToByteArray());
        _model = new(Train);
    }

    public string Photos { get; }

    public string Network { get; }

    /// <summary>A trained model.</summary>
    public string Model => _model.Value;

    public string this[string relativePath] => _folder[relativePath];

    /// <summary>What makes training quick, and keeps it apart from other tests.</summary>
    public string[] Tiny => ["--backbone", Network, "--preprocessing", "Keras", "--workspace-path", this["workspace"]];

    /// <summary>A photo in a folder of its own.</summary>
    public string Photo(string folder, string name)
    {
        string path = this[Path.Combine(folder, name)];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(Directory.GetFiles(Path.Combine(Photos, "grid")).Order(StringComparer.Ordinal).First(), path, overwrite: true);
        return path;
    }

    public string BadPhoto(string folder, string name)
    {
        string path = Photo(folder, name);
        File.WriteAllText(path, "no image");
        return path;
    }

    public void Dispose() => _folder.Dispose();

    private string Train()
    {
        string path = this["model.zip"];
        ToolOutput output = ToolRunner.Run(["train", Photos, "-o", path, .. Tiny]);
        Assert.True(output.ExitCode == 0, output.Error);
        return path;
    }
}
