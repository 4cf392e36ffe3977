using MLTransfer.Backbones;
using MLTransfer.Networks;
using MLTransfer.Tests.Networks;

namespace MLTransfer.Tests.Backbones;

public class ResNet18Tests
{
    private const int Side = 224;

    private static string Weights { get; } = Path.Combine(AppContext.BaseDirectory, "DnnImageModels");

    /// <summary>The two files of the package one after the other, one image at a time, as their batch is fixed at 1.</summary>
    private static float[] OfTheOriginals(float[] images)
    {
        byte[] preprocessing = File.ReadAllBytes(Path.Combine(Weights, "ResNetPrepOnnx", "ResNetPreprocess.onnx"));
        byte[] network = File.ReadAllBytes(Path.Combine(Weights, "ResNet18Onnx", "ResNet18.onnx"));
        return [.. images.Chunk(3 * Side * Side).SelectMany(image =>
        {
            Output normalised = NetworkRun.Of(preprocessing, image, [1, 3, Side, Side])[0];
            return NetworkRun.Of(network, normalised.Values, [1, 3, Side, Side])[0].Values;
        })];
    }

    private static float[] Images(int count) => [.. Enumerable.Range(0, count).SelectMany(i => i switch
    {
        0 => new float[3 * Side * Side],
        // Red, green and blue differ, as an exchange of channels would not show on grey.
        1 => Enumerable.Range(0, 3 * Side * Side).Select(p => p < Side * Side ? 255f : p % Side).ToArray(),
        _ => Numbers.Pixels(i, 1, Side, Side),
    })];

    [Fact]
    public void Agrees_with_the_two_original_files_at_any_batch_size()
    {
        float[] images = Images(6);
        float[] expected = OfTheOriginals(images);
        foreach (int batch in (int[])[1, 2, 6])
        {
            float[] actual = NetworkRun.Of(Backbone.ResNet18.Network, images[..(batch * 3 * Side * Side)], batch, Side, Side).Values;
            Numbers.AssertClose(expected[..(batch * 512)], actual, 1e-5);
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        }
    }

    [Fact]
    public void Takes_any_number_of_RGB_images()
    {
        Assert.Equal("ResNet18", Backbone.ResNet18.ToString());
        var input = Assert.Single(Backbone.ResNet18.Network.Graph.Input);
        Assert.Equal(TensorNames.Image, input.Name);
        Assert.Equal([0L, 3, Side, Side], input.Type.TensorType.Shape.Dim.Select(d => d.DimValue));
        Assert.Equal(ResizePolicy.Default, Backbone.ResNet18.Resize);
    }

    [Fact]
    public void Has_the_stages_of_the_paper()
    {
        string[] stages = [.. Backbone.ResNet18.Stages.Select(s => $"{s.Name} {string.Join('x', s.Shape)}")];
        Assert.Equal(["conv1 64x112x112", "layer1 64x56x56", "layer2 128x28x28", "layer3 256x14x14", "layer4 512x7x7"], stages);
        Assert.Equal(Backbone.ResNet18.Stages.Select(s => s.Tensor), Backbone.ResNet18.Cuts.Where(c => Backbone.ResNet18.Stages.Any(s => s.Tensor == c)));
        Assert.Equal(Backbone.ResNet18.Stages[3].Tensor, Backbone.ResNet18.FindCut("layer3"));
        Assert.Equal(Backbone.ResNet18.Cuts[^1], Backbone.ResNet18.FindCut(null));
    }

    [Fact]
    public void A_wrong_cut_is_answered_with_stages_and_not_with_dozens_of_tensors()
    {
        string message = Assert.Throws<BackboneException>(() => Backbone.ResNet18.FindCut("layer-4")).Message;
        Assert.EndsWith(
            $"Did you mean 'layer4'? Stages: conv1, layer1, layer2, layer3, layer4. Or one of the {Backbone.ResNet18.Cuts.Count} tensors in Backbone.Cuts.",
            message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_weights_name_the_package_to_add_and_are_not_remembered()
    {
        using var folder = new TemporaryFolder();
        var backbone = new Backbone("ResNet18", () => ResNet18Package.Load(folder.Path));
        var error = Assert.Throws<BackboneException>(() => backbone.Cuts);
        Assert.Equal("ResNet18", error.Backbone);
        Assert.Contains("dotnet add package Microsoft.ML.DnnImageFeaturizer.ResNet18", error.Message);
        Assert.Contains(folder.Path, error.Message);

        Copy("ResNet18Onnx", "ResNet18.onnx");
        Assert.Contains("ResNetPreprocess.onnx", Assert.Throws<BackboneException>(() => backbone.Stages).Message);
        Copy("ResNetPrepOnnx", "ResNetPreprocess.onnx");
        Assert.Equal(Backbone.ResNet18.Sha256, backbone.Sha256);

        void Copy(string subfolder, string file)
        {
            Directory.CreateDirectory(folder[Path.Combine("DnnImageModels", subfolder)]);
            File.Copy(Path.Combine(Weights, subfolder, file), folder[Path.Combine("DnnImageModels", subfolder, file)]);
        }
    }

    [Theory]
    [InlineData("ResNet18Onnx", "ResNet18.onnx")]
    [InlineData("ResNetPrepOnnx", "ResNetPreprocess.onnx")]
    public void Damaged_weights_are_an_error_of_this_library(string subfolder, string file)
    {
        using var folder = new TemporaryFolder();
        foreach ((string from, string name) in new[] { ("ResNet18Onnx", "ResNet18.onnx"), ("ResNetPrepOnnx", "ResNetPreprocess.onnx") })
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(Weights, from, name));
            Directory.CreateDirectory(folder[Path.Combine("DnnImageModels", from)]);
            File.WriteAllBytes(folder[Path.Combine("DnnImageModels", from, name)], (from, name) == (subfolder, file) ? bytes[..(bytes.Length / 2)] : bytes);
        }

        Assert.Contains(file, Assert.Throws<NetworkException>(() => ResNet18Package.Load(folder.Path)).Message);
    }
}
