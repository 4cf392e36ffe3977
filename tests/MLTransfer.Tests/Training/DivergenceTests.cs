using Google.Protobuf;
using Microsoft.ML;
using MLTransfer.Networks;
using Onnx;
using SkiaSharp;

namespace MLTransfer.Tests.Training;

/// <summary>Numbers that are not finite never become a model.</summary>
public sealed class DivergenceTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void A_learning_rate_that_leads_nowhere_is_named()
    {
        var options = _tiny.Options with { LearningRate = 1e9f, Epoch = 20 };
        Assert.Contains("LearningRate", Assert.Throws<TrainingDataException>(() => _tiny.Fit(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_for_which_the_network_gives_no_finite_number_is_bad_and_spoils_no_other()
    {
        using (var black = new SKBitmap(48, 48, SKColorType.Rgba8888, SKAlphaType.Opaque))
        using (SKData png = black.Encode(SKEncodedImageFormat.Png, 100))
            File.WriteAllBytes(Path.Combine(_tiny.PhotoFolder, "red", "black.png"), png.ToArray());
        IDataView photos = _tiny.ML.Data.LoadImageFolder(_tiny.PhotoFolder);
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Options with { Backbone = LogarithmOfBrightness() }, photos);
        BadImage bad = Assert.Single(model.BadImages);
        Assert.Equal(("black.png", BadImageKind.NotFinite), (Path.GetFileName(bad.Path), bad.Kind));
        Assert.All(model.Head.Weights, w => Assert.True(float.IsFinite(w)));
        Assert.Contains(model.Head.Weights, w => w != 0);
    }

    /// <summary>The tiny network with one more feature, which is minus infinity for a black image.</summary>
    private Backbone LogarithmOfBrightness()
    {
        ModelProto network = TinyNetwork.Create();
        GraphProto graph = network.Graph;
        graph.Initializer.Add(GraphElements.Tensor("one", [1f], 1, 1, 1, 1));
        graph.Node.Add(GraphElements.Node("ReduceMean", ["input"], "mean", GraphElements.Attribute("axes", [1L, 2L, 3L])));
        // Black comes in as -1.
        graph.Node.Add(GraphElements.Node("Add", ["mean", "one"], "brightness"));
        graph.Node.Add(GraphElements.Node("Log", ["brightness"], "logarithm"));
        graph.Node.Add(GraphElements.Node("Flatten", ["logarithm"], "column"));
        graph.Node.Add(GraphElements.Node("Concat", ["output", "column"], "all", GraphElements.Attribute("axis", 1L)));
        graph.Output[0] = GraphElements.BatchOf("all", TinyNetwork.Features + 1);
        File.WriteAllBytes(_tiny["log.onnx"], network.ToByteArray());
        return Backbone.FromOnnx(_tiny["log.onnx"], new BackboneOptions { Preprocessing = Preprocessing.Keras, Resize = TinyNetwork.Resize });
    }
}
