using MLTransfer.Extraction;
using MLTransfer.Networks;
using MLTransfer.Tests.Imaging;
using MLTransfer.Tests.Networks;
using MLTransfer.Training;
using Onnx;

namespace MLTransfer.Tests.Serving.Explanation;

/// <summary>
/// A classifier that sees nothing but bright places, and photos with one. Of 32 x 32 pixels it makes a map of 8 x 8, each the mean brightness of a
/// square above 120; the more of them, the more it says "spot".
/// </summary>
internal static class SpotClassifier
{
    public const int Spot = 12;

    public static IReadOnlyList<string> Labels { get; } = ["plain", "spot"];

    /// <param name="resize">What it sees of a photo.</param>
    /// <param name="top">What stands between the features and the linear classifier, a function of one number; null for nothing.</param>
    public static ImageClassifier Create(ResizePolicy resize, string? top = null)
    {
        var s = new NetworkSketch(resize.CropHeight, resize.CropWidth);
        s.Graph.Input[0].Name = TensorNames.Image;
        AttributeProto size = GraphElements.Attribute("kernel_shape", [4L, 4L]), strides = GraphElements.Attribute("strides", [4L, 4L]);
        s.Node("AveragePool", [TensorNames.Image], "squares", size, strides);
        s.Graph.Initializer.Add(GraphElements.Tensor("w", [1 / 3f, 1 / 3f, 1 / 3f], 1, 3, 1, 1));
        s.Graph.Initializer.Add(GraphElements.Tensor("b", [-120f], 1));
        s.Node("Relu", [s.Node("Conv", ["squares", "w", "b"], "bright")], "map");
        string features = s.Node("Flatten", [s.Node("GlobalAveragePool", ["map"], "pooled")], "features");
        if (top is not null)
            features = s.Node(top, ["features"], "top");
        var network = new ImageNetwork(s.Build(features), features, 1, resize, "spots", "");
        return new ImageClassifier(ClassifierNetwork.Create(network, new LinearHead([-1, 1], [.1f, -.1f]), Labels, Rgb.White), new ExtractionOptions());
    }

    /// <summary>A grey photo with a white square of <see cref="Spot"/> pixels a side around a place.</summary>
    public static TestPicture Photo(int width, int height, int x, int y) => TestPicture.Draw(
        width, height,
        (column, row) => Math.Abs(column - x) <= Spot / 2 && Math.Abs(row - y) <= Spot / 2 ? (255, 255, 255, 255) : (60, 60, 60, 255));
}
