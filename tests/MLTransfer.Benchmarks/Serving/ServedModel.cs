using Microsoft.ML;

namespace MLTransfer.Benchmarks.Serving;

/// <summary>A classifier on ResNet18, quickly trained and saved as a .zip.</summary>
/// <param name="Name">The arithmetic of its network.</param>
/// <param name="Zip">The file.</param>
internal sealed record ServedModel(string Name, string Zip)
{
    public static ServedModel Train(IDataView photos, Precision precision, int threads, string folder)
    {
        string name = precision.ToString().ToLowerInvariant(), zip = Path.Combine(folder, $"{name}.zip");
        using TransferResult result = TransferPipeline.FromData(photos)
            .Split(validation: .15, test: 0)
            .ExtractFeatures(Backbone.ResNet18)
            .Configure(o => o with { Precision = precision, Threads = threads })
            .Run();
        result.Model.Save(zip);
        return new ServedModel(name, zip);
    }

    public ImageClassifier Load(int threads, bool warmUp = true)
        => ImageClassifier.Load(Zip, new ImageClassifierOptions { Threads = threads, WarmUp = warmUp });
}
