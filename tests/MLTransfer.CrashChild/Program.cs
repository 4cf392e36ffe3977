using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLTransfer;
using MLTransfer.Data;
using MLTransfer.Extraction;

// Extracts the features of a folder of photos, slowly, so that a test can kill it in the middle:
//   MLTransfer.CrashChild <network.onnx> <photo folder> <workspace> <output> <pause in milliseconds> [<tensor>]
// After every batch it says "<done> <from cache>"; in the end it writes all features to the output. With a tensor, the activations there are
// kept as well, and follow the features in the output.
// Or writes checkpoints until it is killed:
//   MLTransfer.CrashChild checkpoints <file>
// Or fine-tunes the network, saying each epoch, and writes the model:
//   MLTransfer.CrashChild finetune <network.onnx> <photo folder> <workspace> <output> <pause in milliseconds>
// Or extracts a shard, first saying what it begins and in the end what it did:
//   MLTransfer.CrashChild shard <network.onnx> <photo folder> <workspace> <index> <count>
// Or finds a file of weights in the default store, saying its path:
//   MLTransfer.CrashChild weights <name> <address> <MD5> <bytes>
if (args is ["checkpoints", var file])
    CheckpointWriter.Run(file);
if (args is ["finetune", var onnx, var folder, var workspace, var model, var pause])
{
    FineTuner.Run(onnx, folder, workspace, model, int.Parse(pause, System.Globalization.CultureInfo.InvariantCulture));
    return;
}

if (args is ["shard", var shared, var photoFolder, var cache, var index, var count])
{
    ShardExtractor.Run(shared, photoFolder, cache, index, count);
    return;
}

if (args is ["weights", var name, var address, var md5, var bytes])
{
    WeightFinder.Run(name, address, md5, bytes);
    return;
}

string[] paths = [.. Directory.EnumerateFiles(args[1], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
var options = new ExtractionOptions
{
    WorkspacePath = args[2],
    BatchSize = 4,
    Threads = 2,
    Progress = new SlowProgress(int.Parse(args[4], System.Globalization.CultureInfo.InvariantCulture)),
};
var backbone = Backbone.FromOnnx(args[0]);
using FileStream output = File.Create(args[3]);
if (args.Length > 5)
    ExtractWithActivations(args[5]);
else
    Extract();

void Extract()
{
    var ml = new MLContext();
    IDataView photos = ml.Data.LoadFromEnumerable(paths.Select(p => new Photo { ImagePath = p }));
    using var model = ml.Transforms.ExtractImageFeatures("Features", "ImagePath", backbone, options).Fit(photos);
    foreach (float[] features in model.Transform(photos).GetColumn<float[]>("Features"))
        Write(features);
}

void ExtractWithActivations(string tensor)
{
    ImageNetwork network = ImageNetwork.OfFeatures(backbone, null, FeaturePooling.Average).WithTap(tensor, Precision.Float16);
    using var extractor = new FeatureExtractor(network, options);
    ImageItem[] items = [.. paths.Select(p => new ImageItem(new FileImageSource(p), default))];
    ExtractedImage[] images = [.. extractor.Extract(items, items.Length, reuse: true, options.Progress, CancellationToken.None)];
    foreach (ExtractedImage image in images)
        Write(image.Features!);
    var activations = new float[items.Length * network.Tap!.Length];
    extractor.ReadActivations([.. items.Zip(images, (item, image) => (item, image.Key))], keep: false, activations, CancellationToken.None);
    Write(activations);
}

void Write(float[] values) => output.Write(MemoryMarshal.AsBytes<float>(values));

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
