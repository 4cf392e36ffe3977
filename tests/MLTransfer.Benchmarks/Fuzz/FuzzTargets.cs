using MLTransfer.Benchmarks.Fuzz.Targets;
using SkiaSharp;

namespace MLTransfer.Benchmarks.Fuzz;

/// <summary>The kinds of files that the library reads.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<string> Names { get; } =
        ["jpeg", "png", "gif", "bmp", "webp", "zip", "onnx-model", "onnx-backbone", "features", "activations", "checkpoint", "h5"];

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="folder">Where its files may lie.</param>
    public static FuzzTarget Create(string name, string folder) => name switch
    {
        "jpeg" => Images(name, SampleImages.OfPictures()),
        "png" => Images(name, SampleImages.Encoded(SKEncodedImageFormat.Png)),
        "gif" => Images(name, SampleImages.Gifs()),
        "bmp" => Images(name, SampleImages.Bitmaps()),
        "webp" => Images(name, SampleImages.Encoded(SKEncodedImageFormat.Webp)),
        "zip" => new ZipTarget(folder) { Name = name, Seeds = [SampleModel.Zip(folder)], Network = SampleModel.Onnx(folder) },
        "onnx-model" => new ModelTarget(folder) { Name = name, Seeds = [SampleModel.Onnx(folder)] },
        "onnx-backbone" => new BackboneTarget(folder) { Name = name, Seeds = SampleNetworks.All() },
        "features" => CacheTarget.Create(name, folder, Precision.Float32, length: 24),
        "activations" => CacheTarget.Create(name, folder, Precision.Float16, length: 600),
        "checkpoint" => CheckpointTarget.Create(name, folder),
        "h5" => KerasTarget.Create(name, folder),
        _ => throw new ArgumentException($"There is no '{name}'.", nameof(name)),
    };

    private static ImageTarget Images(string name, IReadOnlyList<byte[]> seeds) => new() { Name = name, Seeds = seeds };
}
