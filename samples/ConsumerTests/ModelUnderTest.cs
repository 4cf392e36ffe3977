using Microsoft.ML;
using MLTransfer;

[assembly: AssemblyFixture(typeof(ConsumerTests.ModelUnderTest))]

namespace ConsumerTests;

/// <summary>
/// The model that is to be released, and labelled photos that did not train it: those of the variables <c>MODEL</c> (a .zip or .onnx) and
/// <c>PHOTOS</c> (a folder of photos, one folder a class). Where they are not set, a model is trained on the pictures of this repository first.
/// </summary>
public sealed class ModelUnderTest : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("model-under-test-");

    public ModelUnderTest()
    {
        string? model = Environment.GetEnvironmentVariable("MODEL"), photos = Environment.GetEnvironmentVariable("PHOTOS");
        if ((model is null) != (photos is null))
            throw new InvalidOperationException("Set both MODEL and PHOTOS, or neither.");
        Photos = photos is null ? [] : Read(new MLContext().Data.LoadImageFolder(photos));
        Path = model ?? Train();
        Classifier = ImageClassifier.Load(Path);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    public ImageClassifier Classifier { get; }

    /// <summary>Photos that did not train it.</summary>
    public IReadOnlyList<LabelledPhoto> Photos { get; private set; }

    /// <summary>A file to write, which is gone after the tests.</summary>
    public string TemporaryFile(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public void Dispose()
    {
        Classifier.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Train()
    {
        using TransferResult result = TransferPipeline.FromFolder(RepositoryPictures.Find()).Split(validation: .15, test: .15).Run();
        Photos = Read(result.Split.Test);
        string path = TemporaryFile("model.zip");
        result.Model.Save(path);
        return path;
    }

    private static LabelledPhoto[] Read(IDataView view) => [.. new MLContext().Data.CreateEnumerable<LabelledPhoto>(view, reuseRowObject: false)];
}
