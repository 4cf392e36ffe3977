using Microsoft.ML;

namespace MLTransfer.Tests.Data;

/// <summary>A temporary folder of files that pass for photos, and a context whose warnings are kept.</summary>
internal sealed class PhotoTree : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PhotoTree()
    {
        ML.Log += (_, e) =>
        {
            if (e.Source == "MLTransfer")
                Log.Add($"{e.Kind}: {e.RawMessage}");
        };
    }

    public MLContext ML { get; } = new(seed: 1);

    public List<string> Log { get; } = [];

    public IEnumerable<string> Warnings => Log.Where(m => m.StartsWith("Warning: ", StringComparison.Ordinal));

    public string Path => _folder.Path;

    public string this[string relativePath] => _folder[relativePath];

    /// <summary>Writes a file; its content is its own path unless given.</summary>
    public string Add(string relativePath, string? content = null)
    {
        string path = _folder[relativePath];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content ?? relativePath);
        return path;
    }

    public List<Photo> Load(ImageFolderOptions? options = null) => Rows(ML.Data.LoadImageFolder(Path, options));

    /// <summary>The rows as "split|label|path", the path relative to the folder.</summary>
    public string[] LoadLines(ImageFolderOptions? options = null) =>
        [.. Load(options).Select(r => $"{r.Split}|{r.Label}|{System.IO.Path.GetRelativePath(Path, r.ImagePath).Replace('\\', '/')}")];

    public List<Photo> Rows(IDataView view) => [.. ML.Data.CreateEnumerable<Photo>(view, reuseRowObject: false, ignoreMissingColumns: true)];

    public void Dispose() => _folder.Dispose();
}

internal sealed class Photo
{
    public string ImagePath { get; set; } = "";

    public string Label { get; set; } = "";

    public string Split { get; set; } = "";
}
