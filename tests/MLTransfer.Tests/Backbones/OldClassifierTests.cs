using MLTransfer.Networks;
using MLTransfer.Tests.Networks;
using Onnx;

namespace MLTransfer.Tests.Backbones;

public class OldClassifierTests
{
    private const int Side = 16, Channels = 6;

    // What networks of several families end in, from "base" [N, 6, 16, 16] to the tensor named.
    private static readonly Dictionary<string, (string Features, Func<NetworkSketch, string> Draw)> Cut = new()
    {
        ["ResNet of PyTorch"] = ("flat", s => Gemm(s, Flat(s, Pooled(s)), "scores", Channels, 10)),
        ["ResNet with probabilities"] =
            ("flat", s => s.Node("Softmax", [Gemm(s, Flat(s, Pooled(s)), "scores", Channels, 10)], "probabilities")),
        ["tf2onnx"] = ("mean", s => s.Node("Softmax", [MatMul(s, Mean(s, "base"), "scores", Channels, 10)], "probabilities")),
        ["Keras MobileNet"] = ("pooled", KerasMobileNet),
        ["One class"] = ("flat", s => s.Node("Sigmoid", [Gemm(s, Flat(s, Pooled(s)), "scores", Channels, 1)], "probability")),
        ["VGG keeps its hidden layers"] = ("fc2", Vgg),
        ["SqueezeNet"] = ("base", s => Flat(s, Pooled(s, s.ConvRelu("base", "scores", Channels, 4, size: 1)))),
        ["SqueezeNet of ImageNet"] = ("base", s => Flat(s, Pooled(s, s.ConvRelu("base", "scores", Channels, 1000, size: 1)))),
        ["SqueezeNet with probabilities"] = ("base", s => s.Node(
            "Softmax", [Flat(s, Pooled(s, s.ConvRelu("base", "scores", Channels, 10, size: 1)))], "probabilities")),
    };

    private static readonly Dictionary<string, Func<NetworkSketch, string>> NotCut = new()
    {
        ["Ends in pooling"] = s => Flat(s, Pooled(s)),
        ["MobileNetV2 without a classifier"] = s => Flat(s, Pooled(s, s.ConvRelu("base", "last", Channels, 16, size: 1))),
        ["A hidden layer"] = s => s.Node("Relu", [Gemm(s, Flat(s, Pooled(s)), "sums", Channels, 10)], "hidden"),
        ["Convolution of 3x3"] = s => Flat(s, Pooled(s, s.Conv("base", "last", Channels, 4))),
        ["Scores of every position"] = s => s.Conv("base", "map", Channels, 4, size: 1),
        ["A layer for every token"] = s
            => MatMul(s, s.Node("Reshape", ["base", s.Integers("to", 0, 8, -1)], "tokens"), "last", Channels * Side * Side / 8, 5),
        ["A sum of two layers"] = s => s.Node(
            "Add", [Gemm(s, Flat(s, Pooled(s)), "one", Channels, 10), Gemm(s, "flat", "two", Channels, 10)], "sum"),
        ["A normalised embedding"] = s => s.Node("LpNormalization", [Gemm(s, Flat(s, Pooled(s)), "embedding", Channels, 4)], "unit"),
    };

    public static TheoryData<string> Classifiers { get; } = [.. Cut.Keys];

    public static TheoryData<string> Others { get; } = [.. NotCut.Keys];

    private static string Pooled(NetworkSketch s, string from = "base") => s.Node("GlobalAveragePool", [from], "pooled");

    private static string Flat(NetworkSketch s, string from) => s.Node("Flatten", [from], "flat");

    private static string Mean(NetworkSketch s, string from)
        => s.Node("ReduceMean", [from], "mean", GraphElements.Attribute("axes", [2L, 3L]), GraphElements.Attribute("keepdims", 0L));

    private static string Gemm(NetworkSketch s, string from, string to, long inputs, long outputs)
        => s.Node(
            "Gemm", [from, s.Weights($"{to}.weights", outputs, inputs), s.Weights($"{to}.bias", outputs)], to, GraphElements.Attribute("transB", 1L));

    private static string MatMul(NetworkSketch s, string from, string to, long inputs, long outputs)
    {
        string product = s.Node("MatMul", [from, s.Weights($"{to}.weights", inputs, outputs)], $"{to}.product");
        return s.Node("Add", [product, s.Weights($"{to}.bias", outputs)], to);
    }

    private static ModelProto Draw(Func<NetworkSketch, string> end)
    {
        var sketch = new NetworkSketch(Side, Side);
        sketch.ConvRelu("input", "base", 3, Channels);
        return sketch.Build(end(sketch));
    }

    private static string KerasMobileNet(NetworkSketch s)
    {
        string scores = s.Conv(Pooled(s), "scores.map", Channels, 10, size: 1);
        return s.Node("Softmax", [s.Node("Reshape", [scores, s.Integers("to", -1, 10)], "scores")], "probabilities");
    }

    private static string Vgg(NetworkSketch s)
    {
        string fc1 = s.Node("Relu", [Gemm(s, Flat(s, "base"), "fc1.sums", Channels * Side * Side, 12)], "fc1");
        return Gemm(s, s.Node("Relu", [Gemm(s, fc1, "fc2.sums", 12, 8)], "fc2"), "scores", 8, 10);
    }

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void Is_cut_off_unless_it_is_to_be_kept(string family)
    {
        (string features, Func<NetworkSketch, string> end) = Cut[family];
        ModelProto network = Draw(end);
        string output = network.Graph.Output[0].Name;
        using var folder = new TemporaryFolder();
        Backbone backbone = OnnxFile.Write(folder, network);
        Assert.Equal(features, backbone.FindCut(null));
        Assert.DoesNotContain(backbone.Network.Graph.Initializer, i => i.Name.StartsWith("scores", StringComparison.Ordinal));
        float[] pixels = Numbers.Pixels(1, 2, Side, Side);
        Assert.Equal(
            NetworkRun.Of(network, pixels, [2, 3, Side, Side], [features])[0].Values, NetworkRun.Of(backbone.Network, pixels, 2, Side, Side).Values);

        Backbone whole = OnnxFile.Write(folder, network, new BackboneOptions { KeepClassifier = true });
        Assert.Equal(output, whole.FindCut(null));
        Assert.NotEqual(backbone.Sha256, whole.Sha256);
        Assert.Equal(output, OnnxFile.Write(folder, network, new BackboneOptions { Output = output }).FindCut(null));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Is_not_seen_where_there_is_none(string end)
    {
        ModelProto network = Draw(NotCut[end]);
        using var folder = new TemporaryFolder();
        Assert.Equal(network.Graph.Output[0].Name, OnnxFile.Write(folder, network).FindCut(null));
    }

    [Fact]
    public void Is_named_where_it_is_asked_for()
    {
        const string belongs = "belongs to the old classifier, which BackboneOptions.KeepClassifier keeps.";
        using var folder = new TemporaryFolder();
        ModelProto network = Draw(Cut["ResNet of PyTorch"].Draw);
        Assert.Contains(belongs, Assert.Throws<BackboneException>(() => OnnxFile.Write(folder, network).FindCut("scores")).Message);
        var options = new BackboneOptions { Stages = [KeyValuePair.Create("top", "scores")] };
        Assert.Contains(belongs, Assert.Throws<BackboneException>(() => OnnxFile.Write(folder, network, options).Stages).Message);
        Assert.Equal(10, Assert.Single(OnnxFile.Write(folder, network, options with { KeepClassifier = true }).Stages).Shape[0]);
    }
}
