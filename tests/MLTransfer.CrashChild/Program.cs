using Microsoft.ML;
using Microsoft.ML.Data;
using MLTransfer;

// Extracts the features of a folder of photos, slowly, so that a test can kill it in the middle:
//   MLTransfer.CrashChild <network.onnx> <photo folder> <workspace> <output> <pause in milliseconds>
// After every batch it says "<done> <from cache>"; in the end it writes all features to the output.
string[] paths = [.. Directory.EnumerateFiles(args[1], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
var options = new ExtractionOptions
{
    WorkspacePath = args[2],
    BatchSize = 4,
    Threads = 2,
    Progress = new SlowProgress(int.Parse(args[4], System.Globalization.CultureInfo.InvariantCulture)),
};
var ml = new MLContext();
IDataView photos = ml.Data.LoadFromEnumerable(paths.Select(p => new Photo { ImagePath = p }));
using var model = ml.Transforms.ExtractImageFeatures("Features", "ImagePath", Backbone.FromOnnx(args[0]), options).Fit(photos);
using (var output = new BinaryWriter(File.Create(args[3])))
{
    foreach (float[] features in model.Transform(photos).GetColumn<float[]>("Features"))
    {
        foreach (float value in features)
            output.Write(value);
    }
}

internal sealed class Photo
{
    public string ImagePath { get; set; } = "";
}

internal sealed class SlowProgress(int milliseconds) : IProgress<ExtractionProgress>
{
    public void Report(ExtractionProgress value)
    {
        Console.WriteLine($"{value.Done} {value.FromCache}");
        Thread.Sleep(milliseconds);
    }
}
