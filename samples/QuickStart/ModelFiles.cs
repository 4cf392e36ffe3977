namespace QuickStart;

/// <summary>The trained classifier as files.</summary>
internal sealed class ModelFiles(string folder)
{
    /// <summary>For ML.NET: <c>mlContext.Model.Load</c> reads it, with MLTransfer or without.</summary>
    public string Zip { get; } = Path.GetFullPath(Path.Combine(folder, "quickstart.zip"));

    /// <summary>For everything that runs ONNX.</summary>
    public string Onnx { get; } = Path.GetFullPath(Path.Combine(folder, "quickstart.onnx"));

    /// <summary>For people: how good the classifier is, and where it errs. Its numbers are beside it, in <c>report.json</c>.</summary>
    public string Report { get; } = Path.GetFullPath(Path.Combine(folder, "report.html"));
}
