using MLTransfer.Extraction;
using MLTransfer.Networks;
using MLTransfer.Tests.Networks;
using MLTransfer.Tests.Training.Torch;
using MLTransfer.Training.Torch;
using Onnx;
using static TorchSharp.torch;

namespace MLTransfer.Tests.Backbones;

[Collection(TorchTests.Name)]
public class TransformerTests
{
    private const int Side = VisionTransformerSketch.Side;

    [Fact]
    public void Blocks_are_stages_though_the_batch_is_read_off_the_image()
    {
        using var folder = new TemporaryFolder();
        Backbone backbone = OnnxFile.Write(folder, VisionTransformerSketch.Create());
        Assert.Equal(
            ["stage1 patches 8x4x4", "stage2 block1 17x8", "stage3 last norm 17x8"],
            backbone.Stages.Select(s => $"{s.Name} {s.Tensor} {string.Join('x', s.Shape)}"));
        Assert.Superset(new HashSet<string> { "sequence", "tokens", "embedded", "block1.residual", "block2", "class" }, backbone.Cuts.ToHashSet());
        Assert.Equal("class", backbone.FindCut(null));
    }

    [Fact]
    public void Features_are_the_class_token_or_pooled_tokens()
    {
        ModelProto network = VisionTransformerSketch.Create();
        using var folder = new TemporaryFolder();
        Backbone backbone = OnnxFile.Write(folder, network);
        float[] pixels = Numbers.Pixels(1, 3, Side, Side);
        foreach (string cut in backbone.Cuts.SkipWhile(c => c != "patches"))
        {
            ImageNetwork features = ImageNetwork.OfFeatures(backbone, cut, FeaturePooling.Flatten);
            Numbers.AssertClose(
                NetworkRun.Of(network, pixels, [3, 3, Side, Side], [cut])[0].Values, NetworkRun.Of(features.Network, pixels, 3, Side, Side).Values,
                1e-5);
        }

        Output tokens = NetworkRun.Of(network, pixels, [3, 3, Side, Side], ["block1"])[0];
        float[] means = [.. tokens.Values.Chunk(17 * 8)
            .SelectMany(image => Enumerable.Range(0, 8).Select(c => image.Where((_, i) => i % 8 == c).Average()))];
        ImageNetwork pooled = ImageNetwork.OfFeatures(backbone, "stage2", FeaturePooling.Average);
        Numbers.AssertClose(means, NetworkRun.Of(pooled.Network, pixels, 3, Side, Side).Values, 1e-5);
        Assert.Equal(8, ImageNetwork.OfFeatures(backbone, null, FeaturePooling.Average).Length);
    }

    [Theory]
    [InlineData("patches")]
    [InlineData("block1")]
    public void Learns_from_each_stage_on(string cut)
    {
        TorchRuntime.Load();
        using var folder = new TemporaryFolder();
        Backbone backbone = OnnxFile.Write(folder, VisionTransformerSketch.Create());
        ImageNetwork features = ImageNetwork.OfFeatures(backbone, null, FeaturePooling.Average);
        float[] pixels = Numbers.Pixels(1, 3, Side, Side);
        IReadOnlyList<Output> outputs = NetworkRun.Of(features.Network, pixels, [3, 3, Side, Side], [cut, features.Output]);
        using var scope = NewDisposeScope();
        using var torch = new TorchNetwork(features.Network, cut, features.Output, CPU);
        Tensor result = torch.Forward(tensor(outputs[0].Values, [.. outputs[0].Shape.Select(d => (long)d)]), training: true, ScalarType.Float32);
        Numbers.AssertClose(outputs[1].Values, result.data<float>().ToArray(), 1e-5);
        result.square().sum().backward();
        Assert.All(torch.Weights, w => Assert.True(w.Gradient!.abs().sum().item<float>() > 0, w.Name));
        Assert.Contains(torch.Weights, w => w.Name == "block2.query.weights");
        Assert.Equal(cut == "patches", torch.Weights.Any(w => w.Name == "block1.query.weights"));
    }

    /// <summary>Hierarchical transformers keep [N, height, width, channels] between their first convolution and their last pooling.</summary>
    [Theory]
    [InlineData(FeaturePooling.Average)]
    [InlineData(FeaturePooling.Max)]
    public void Channels_are_told_from_positions_where_they_come_last(FeaturePooling pooling)
    {
        var s = new NetworkSketch(16, 24);
        s.Node("Transpose", [s.Conv("input", "patches", 3, 5, stride: 2)], "turned", GraphElements.Attribute("perm", [0L, 2L, 3L, 1L]));
        s.Node("MatMul", ["turned", s.Weights("block1.weights", 5, 5)], "block1");
        s.Node("Transpose", ["block1"], "back", GraphElements.Attribute("perm", [0L, 3L, 1L, 2L]));
        s.Node("Transpose", ["back"], "again", GraphElements.Attribute("perm", [0L, 2, 3, 1]));
        s.Node("Slice", ["again", s.Integers("from", 0, 0), s.Integers("to", 99, 99), s.Integers("axes", 1, 2), s.Integers("steps", 2, 2)], "merged");
        s.Node("MatMul", ["merged", s.Weights("block2.weights", 5, 7)], "block2");
        using var folder = new TemporaryFolder();
        ModelProto network = s.Build("block2");
        Backbone backbone = OnnxFile.Write(folder, network);
        Assert.Equal(["again 8x12x5", "block2 4x6x7"], backbone.Stages.Select(t => $"{t.Tensor} {string.Join('x', t.Shape)}"));

        float[] pixels = Numbers.Pixels(1, 2, 16, 24);
        float[] expected = [.. NetworkRun.Of(network, pixels, 2, 16, 24).Values.Chunk(4 * 6 * 7).SelectMany(image => Enumerable.Range(0, 7)
            .Select(c => image.Where((_, i) => i % 7 == c)).Select(values => pooling == FeaturePooling.Max ? values.Max() : values.Average()))];
        Numbers.AssertClose(expected, NetworkRun.Of(ImageNetwork.OfFeatures(backbone, null, pooling).Network, pixels, 2, 16, 24).Values, 1e-5);
    }
}
