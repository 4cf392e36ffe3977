using MLTransfer.Networks.ClassMaps;
using MLTransfer.Tests.Networks;
using MLTransfer.Tests.Networks.ClassMaps;
using MLTransfer.Training.Torch;
using Onnx;

namespace MLTransfer.Tests.Training.Torch;

[Collection(TorchTests.Name)]
public class TorchClassMapTests
{
    // Where the numbers of a map are not pooled, class activation mapping keeps the weight of each, and Grad-CAM has one for the channel.
    public static TheoryData<string> Kinds { get; } =
        [.. HeadSketch.Exact.Where(k => !k.Contains("flat,", StringComparison.Ordinal)).Concat(HeadSketch.Curved)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Grad_CAM_by_Torch_is_what_is_computed_without_it(string kind)
    {
        ModelProto network = HeadSketch.Create(kind);
        PooledClassifier pooled = PooledClassifierFinder.Find(network, "logits")!;
        using var torch = new TorchClassMap(network, pooled.Map, "logits");
        float[] activations = NetworkRun.Of(
            network, Numbers.Pixels(3, 1, HeadSketch.Side, HeadSketch.Side), [1, 3, HeadSketch.Side, HeadSketch.Side], [pooled.Map.Tensor])[0].Values;
        for (int c = 0; c < HeadSketch.Classes; c++)
            Numbers.AssertClose(pooled.Of(activations, c), torch.Of(activations, c), 1e-4);
    }

    [Fact]
    public void Threads_at_once_get_what_one_gets()
    {
        ModelProto network = HeadSketch.Create("global maximum, three layers");
        ActivationMap map = LastActivationMap.Find(network, "logits")!;
        using var torch = new TorchClassMap(network, map, "logits");
        float[][] images = [.. Enumerable.Range(1, 4).Select(seed => Numbers.Random(new Random(seed), map.Length, 0, 5))];
        float[][] expected = [.. images.Select(image => torch.Of(image, 1))];
        Parallel.For(0, 40, i => Assert.Equal(expected[i % 4], torch.Of(images[i % 4], 1)));
    }
}
