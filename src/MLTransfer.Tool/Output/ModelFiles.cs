namespace MLTransfer.Tool.Output;

/// <summary>The files that a model goes to; their extensions say how it is written.</summary>
internal sealed class ModelFiles
{
    private const string Zip = ".zip", Onnx = ".onnx";

    private ModelFiles(IReadOnlyList<string> paths) => Paths = paths;

    public IReadOnlyList<string> Paths { get; }

    /// <summary>Checks them before the work, rather than lose it in the end.</summary>
    /// <exception cref="WrongUsageException">An extension is none that a model can have, or a file cannot be written.</exception>
    public static ModelFiles Of(IReadOnlyList<string> paths)
    {
        foreach (string path in paths)
        {
            if (ExtensionOf(path) is not (Zip or Onnx))
                throw new WrongUsageException($"--out: '{path}' must end in {Zip} (for ML.NET) or {Onnx} (for any ONNX runtime).");
            OutputFile.Require("--out", path);
        }

        return new ModelFiles([.. paths.Select(Path.GetFullPath)]);
    }

    public void Save(ImageClassifier model)
    {
        foreach (string path in Paths)
        {
            if (ExtensionOf(path) == Onnx)
                model.SaveOnnx(path);
            else
                model.Save(path);
        }
    }

    private static string ExtensionOf(string path) => Path.GetExtension(path).ToLowerInvariant();
}
