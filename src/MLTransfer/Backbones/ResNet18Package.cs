using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Backbones;

/// <summary>ResNet-18 as the NuGet package Microsoft.ML.DnnImageFeaturizer.ResNet18 puts it beside the application.</summary>
internal static class ResNet18Package
{
    private const string Package = "Microsoft.ML.DnnImageFeaturizer.ResNet18";
    private const string Folder = "DnnImageModels";

    public static LoadedBackbone Load() => Load(AppContext.BaseDirectory);

    public static BackboneInfo Describe(Backbone backbone) => BackboneDescription.Of(backbone) with
    {
        License = "MIT",
        Source = $"NuGet package {Package}",
        Verified = "real weights: cuts and stages; training in Torch against ONNX Runtime",
    };

    /// <exception cref="BackboneException">The files are not there.</exception>
    public static LoadedBackbone Load(string applicationFolder)
    {
        byte[] weights = Read(applicationFolder, "ResNet18Onnx", "ResNet18.onnx");
        byte[] preprocessing = Read(applicationFolder, "ResNetPrepOnnx", "ResNetPreprocess.onnx");
        ModelProto network = NetworkFile.Parse(weights, "ResNet18.onnx");
        ResizePolicy resize = ResizePolicy.Default;
        BatchDimension.Free(network, resize.CropHeight, resize.CropWidth);
        // The package's preprocessing graph exchanges red and blue and subtracts its only constant, the mean image of ImageNet in BGR.
        TensorProto mean = NetworkFile.Parse(preprocessing, "ResNetPreprocess.onnx").Graph.Initializer.Single();
        new InputNormalisation(SwapsChannels: true, TensorValues.Floats(mean), [1, 1, 1]).Prepend(network, resize.CropHeight, resize.CropWidth);
        return new LoadedBackbone(
            network, resize, Backbone.HashOf(weights, preprocessing), index => index == 0 ? "conv1" : $"layer{index}");
    }

    private static byte[] Read(string applicationFolder, string folder, string file)
    {
        string path = Path.Combine(applicationFolder, Folder, folder, file);
        return File.Exists(path)
            ? NetworkFile.ReadBytes(path)
            : throw new BackboneException(
                "ResNet18", $"its weights are missing: there is no {path}. Add their package to the application, not to a library beneath it: " +
                $"dotnet add package {Package}");
    }
}
