using MLTransfer.Networks;
using MLTransfer.Networks.ClassMaps;
using Onnx;

namespace MLTransfer.Tests.Networks.ClassMaps;

public class LastActivationMapTests
{
    [Fact]
    public void It_is_the_last_cut_with_places_before_any_pooling()
    {
        var s = new NetworkSketch(16, 16);
        s.Pool(s.ConvRelu(s.ConvRelu("input", "first", 3, 4, stride: 2), "last", 4, 6), "pooled");
        s.Node("Sigmoid", [s.Node("Gemm", [s.Node("Flatten", ["pooled"], "flat"), s.Weights("w", 6 * 16, 5)], "sums")], "squashed");
        s.Node("Gemm", ["squashed", s.Weights("top", 5, 3)], "logits");
        ActivationMap map = LastActivationMap.Find(s.Build("logits"), "logits")!;
        Assert.Equal(new ActivationMap("last", 6, 8, 8, IsChannelsLast: false), map);
    }

    [Fact]
    public void A_tensor_beside_which_others_go_to_the_end_is_none()
    {
        var s = new NetworkSketch(16, 16);
        s.ConvRelu("input", "first", 3, 4, stride: 2);
        s.ConvRelu("first", "second", 4, 4);
        s.Node("Concat", ["first", "second"], "both", GraphElements.Attribute("axis", 1L));
        s.Node("Flatten", [s.Node("GlobalAveragePool", ["both"], "pooled")], "logits");
        Assert.Equal("both", LastActivationMap.Find(s.Build("logits"), "logits")!.Tensor);
    }

    [Fact]
    public void Tokens_that_have_seen_the_whole_image_are_none()
        => Assert.Null(LastActivationMap.Find(VisionTransformerSketch.Create(), "scores"));

    [Fact]
    public void Without_places_there_is_none()
    {
        var s = new NetworkSketch(4, 4);
        s.Node("Sigmoid", [s.Node("Flatten", ["input"], "flat")], "logits");
        ModelProto network = s.Build("logits");
        Assert.Null(LastActivationMap.Find(network, "logits"));
    }
}
