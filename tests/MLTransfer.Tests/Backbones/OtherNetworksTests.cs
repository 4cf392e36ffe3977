using MLTransfer.Extraction;
using MLTransfer.Networks;
using MLTransfer.Tests.Networks;
using Onnx;

namespace MLTransfer.Tests.Backbones;

/// <summary>One contract for networks of other families: what a backbone gives at its cuts is what the bare network gives there.</summary>
public class OtherNetworksTests
{
    private const int Side = 16;

    private static ModelProto VggLike(long batch)
    {
        var s = new NetworkSketch(Side, Side, batch: batch);
        string block1 = s.ConvRelu(s.ConvRelu("input", "block1_conv1", 3, 4), "block1_conv2", 4, 4);
        string block2 = s.ConvRelu(s.ConvRelu(s.Pool(block1, "block1_pool"), "block2_conv1", 4, 6), "block2_conv2", 6, 6);
        s.Node("Flatten", [s.Pool(block2, "block2_pool")], "flat", GraphElements.Attribute("axis", 1L));
        s.Node("Relu", [s.Node("Gemm", ["flat", s.Weights("fc.weights", 96, 10), s.Weights("fc.bias", 10)], "fc")], "output");
        return s.Build("output", opset: 9);
    }

    private static ModelProto MobileNetLike(long batch)
    {
        var s = new NetworkSketch(Side, Side, batch: batch);
        string stem = s.ConvRelu("input", "stem", 3, 8, stride: 2);
        string expanded = s.ConvRelu(stem, "expand", 8, 16, size: 1), deep = s.ConvRelu(expanded, "depthwise", 16, 16, group: 16);
        string projected = s.Conv(deep, "project", 16, 8, size: 1);
        s.Node("Add", [projected, stem], "block1");
        s.Node("GlobalAveragePool", ["block1"], "squeeze");
        s.Node("Sigmoid", [s.Conv("squeeze", "excite", 8, 8, size: 1)], "gate");
        s.Node("Mul", ["block1", "gate"], "block2");
        s.ConvRelu("block2", "block3", 8, 12, stride: 2);
        s.Node("Reshape", [s.Node("GlobalAveragePool", ["block3"], "pooled"), s.Integers("to", batch > 0 ? batch : -1, 12)], "output");
        return s.Build("output");
    }

    private static ModelProto TransformerLike(long batch)
    {
        const int channels = 8;
        var s = new NetworkSketch(Side, Side, batch: batch);
        s.Node("Conv", ["input", s.Weights("patch.weights", channels, 3, 4, 4)], "patches", GraphElements.Attribute("strides", [4L, 4L]));
        s.Node("Reshape", ["patches", s.Integers("to", batch, channels, -1)], "sequence");
        s.Node("Transpose", ["sequence"], "embedded", GraphElements.Attribute("perm", [0L, 2L, 1L]));
        s.Node("Add", ["embedded", s.Weights("positions", 1, 16, channels)], "tokens");
        foreach (string part in (string[])["q", "k", "v"])
            s.Node("MatMul", ["tokens", s.Weights($"{part}.weights", channels, channels)], part);
        s.Node("MatMul", ["q", s.Node("Transpose", ["k"], "kt", GraphElements.Attribute("perm", [0L, 2L, 1L]))], "similarity");
        s.Node("MatMul", [s.Node("Softmax", ["similarity"], "attention", GraphElements.Attribute("axis", 2L)), "v"], "attended");
        s.Node("Add", ["attended", "tokens"], "output");
        return s.Build("output");
    }

    private static readonly Dictionary<string, (Func<long, ModelProto> Create, string[] Stages, string[] Cuts, string[] NoCuts)> Families = new()
    {
        ["VGG"] = (VggLike, ["block1_conv2 4x16x16", "block2_conv2 6x8x8"], ["block2_pool", "flat", "fc", "output"], []),
        ["MobileNet"] = (MobileNetLike, ["block2 8x8x8", "block3 12x4x4"], ["stem", "block1", "block2", "output"], ["depthwise", "project", "gate", "squeeze"]),
        ["Transformer"] = (TransformerLike, ["patches 8x4x4", "output 16x8"], ["embedded", "tokens", "output"], ["q", "attention", "attended"]),
    };

    public static MatrixTheoryData<string, int> All { get; } = new(Families.Keys, [0, 1, 2]);

    [Theory]
    [MemberData(nameof(All))]
    public void Are_backbones_like_any(string family, int batch)
    {
        var (create, stages, cuts, noCuts) = Families[family];
        using var folder = new TemporaryFolder();
        Backbone backbone = OnnxFile.Write(folder, create(batch), new BackboneOptions { Preprocessing = Preprocessing.Caffe });
        Assert.Equal(stages, backbone.Stages.Select(s => $"{s.Tensor} {string.Join('x', s.Shape)}"));
        Assert.Superset(cuts.ToHashSet(), backbone.Cuts.ToHashSet());
        Assert.Empty(backbone.Cuts.Intersect(noCuts));

        float[] pixels = Numbers.Pixels(1, 4, Side, Side), byHand = PreprocessingTests.ByHand(Preprocessing.Caffe, pixels, Side * Side);
        foreach (string cut in backbone.Cuts.Where(c => !c.StartsWith("Normalise.", StringComparison.Ordinal) && c != "input"))
        {
            int images = Math.Max(batch, 1);
            float[] expected = [.. byHand.Chunk(images * 3 * Side * Side)
                .SelectMany(chunk => NetworkRun.Of(create(batch), chunk, [images, 3, Side, Side], [cut])[0].Values)];
            ModelProto below = NetworkSlice.Below(backbone.Network, backbone.FindCut(cut));
            Numbers.AssertClose(expected, NetworkRun.Of(below, pixels, 4, Side, Side).Values, 1e-5);
            ImageNetwork features = ImageNetwork.OfFeatures(backbone, cut, FeaturePooling.Max);
            Assert.Equal([4, features.Length], NetworkRun.Of(features.Network, pixels, 4, Side, Side).Shape);
        }
    }
}
