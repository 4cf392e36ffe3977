namespace MLTransfer.Tests.Serving;

/// <summary>A classifier trained on tiny photos, its files, and photos it has not seen. Made once for all tests of a class.</summary>
public sealed class TrainedClassifier : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TransferResult _result;

    public TrainedClassifier()
    {
        _result = Train(_folder, TinyPhotos.Create(_folder, perClass: 40));
        Zip = _folder["tiny.zip"];
        Onnx = _folder["tiny.onnx"];
        Model.Save(Zip);
        Model.SaveOnnx(Onnx);
        string unseen = TinyPhotos.Create(_folder, perClass: 7, seed: 2, name: "unseen");
        Photos = [.. Directory.GetFiles(unseen, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }

    public ImageClassifier Model => _result.Model;

    public ImageTransferTransformer Transformer => _result.Transformer;

    /// <summary>The classifier as <see cref="ImageClassifier.Save"/> wrote it.</summary>
    public string Zip { get; }

    /// <summary>The classifier as <see cref="ImageClassifier.SaveOnnx(string)"/> wrote it.</summary>
    public string Onnx { get; }

    public IReadOnlyList<string> Photos { get; }

    public void Dispose()
    {
        _result.Dispose();
        _folder.Dispose();
    }

    /// <summary>Trains the tiny network on a folder of photos; caches go to <paramref name="folder"/>.</summary>
    internal static TransferResult Train(TemporaryFolder folder, string photos)
        => TransferPipeline.FromFolder(photos)
            .Split(validation: .25, test: 0)
            .ExtractFeatures(TinyNetwork.Backbone(folder))
            // A temperature would stretch what tests allow scores to differ by.
            .Configure(o => o with { WorkspacePath = folder["workspace"], CalibrateProbabilities = false })
            .Run(cancellationToken: TestContext.Current.CancellationToken);
}
