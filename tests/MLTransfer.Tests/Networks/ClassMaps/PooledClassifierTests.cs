using MLTransfer.Networks;
using MLTransfer.Networks.ClassMaps;
using Onnx;

namespace MLTransfer.Tests.Networks.ClassMaps;

public class PooledClassifierTests
{
    public static TheoryData<string> Exact { get; } = [.. HeadSketch.Exact];

    public static TheoryData<string> Curved { get; } = [.. HeadSketch.Curved];

    [Theory]
    [MemberData(nameof(Exact))]
    public void The_mean_of_an_exact_map_and_the_logit_of_nothing_make_the_logit(string kind)
    {
        ModelProto network = HeadSketch.Create(kind);
        PooledClassifier classifier = PooledClassifierFinder.Find(network, "logits")!;
        Assert.True(classifier.IsExact);
        ModelProto above = NetworkSlice.Above(network, classifier.Map.Tensor, classifier.Map.Shape, "logits");
        int[] shape = [1, .. classifier.Map.Shape.Select(d => (int)d)];
        float[] nothing = NetworkRun.Of(above, new float[classifier.Map.Length], shape, ["logits"])[0].Values;
        for (int seed = 1; seed <= 3; seed++)
        {
            (float[] activations, float[] logits) = Run(network, classifier, seed);
            for (int c = 0; c < logits.Length; c++)
            {
                float[] map = classifier.Of(activations, c);
                Assert.Equal(HeadSketch.Places, map.Length);
                Assert.Equal(logits[c], map.Average() + nothing[c], 1e-3f * logits.Max(Math.Abs));
                Assert.True(map.Max() - map.Min() > .01f * logits.Max(Math.Abs));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Curved))]
    public void Otherwise_a_channel_counts_as_much_as_the_logit_grows_with_all_of_its_places(string kind)
    {
        ModelProto network = HeadSketch.Create(kind);
        PooledClassifier classifier = PooledClassifierFinder.Find(network, "logits")!;
        Assert.False(classifier.IsExact);
        (float[] activations, _) = Run(network, classifier, seed: 5);
        ModelProto above = NetworkSlice.Above(network, classifier.Map.Tensor, classifier.Map.Shape, "logits");
        // Far below what it takes to bring another place or unit to the fore, and above rounding: activations are some hundreds.
        const float step = .05f;
        for (int c = 0; c < HeadSketch.Classes; c++)
        {
            var expected = new double[HeadSketch.Places];
            for (int channel = 0; channel < classifier.Map.Channels; channel++)
            {
                // The sum of the gradients of a channel is the slope along all its places at once.
                double slope = (Logit(channel, step, c) - Logit(channel, -step, c)) / (2 * step);
                for (int place = 0; place < expected.Length; place++)
                    expected[place] += slope * activations[(channel * HeadSketch.Places) + place];
            }

            Numbers.AssertClose([.. expected.Select(e => (float)e)], classifier.Of(activations, c), 5e-3);
        }

        double Logit(int channel, float by, int c)
        {
            float[] moved = [.. activations];
            for (int place = 0; place < HeadSketch.Places; place++)
                moved[(channel * HeadSketch.Places) + place] += by;
            return NetworkRun.Of(above, moved, [1, .. classifier.Map.Shape.Select(d => (int)d)], ["logits"])[0].Values[c];
        }
    }

    [Fact]
    public void Where_one_place_alone_is_active_the_map_is_there()
    {
        ModelProto network = HeadSketch.Create("global average, Gemm");
        PooledClassifier classifier = PooledClassifierFinder.Find(network, "logits")!;
        var activations = new float[classifier.Map.Length];
        activations[(3 * HeadSketch.Places) + 6] = 2;
        float[] map = classifier.Of(activations, 1);
        Assert.Equal(2 * TensorValues.Floats(network.Graph.Initializer.Single(i => i.Name == "w"))[(3 * HeadSketch.Classes) + 1], map[6], 1e-5f);
        Assert.All(map.Where((_, place) => place != 6), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData("Sigmoid")]
    [InlineData("Softmax")]
    public void Other_functions_between_layers_are_not_taken_for_rectifiers(string function)
    {
        ModelProto network = HeadSketch.Create("global average, two layers");
        network.Graph.Node.Single(n => n.Output[0] == "hidden").OpType = function;
        Assert.Null(PooledClassifierFinder.Find(network, "logits"));
    }

    [Fact]
    public void A_pool_that_leaves_places_is_not_taken_for_one_over_all()
    {
        var s = new NetworkSketch(HeadSketch.Side, HeadSketch.Side);
        s.Pool(s.ConvRelu("input", "map", 3, 4, stride: 2), "pooled");
        s.Node("Gemm", [s.Node("Flatten", ["pooled"], "features"), s.Weights("w", 4 * 16, 3)], "logits");
        PooledClassifier classifier = PooledClassifierFinder.Find(s.Build("logits"), "logits")!;
        Assert.Equal(("pooled", MapPooling.Flatten, 4), (classifier.Map.Tensor, classifier.Pooling, classifier.Map.Width));
    }

    private static (float[] Activations, float[] Logits) Run(ModelProto network, PooledClassifier classifier, int seed)
    {
        float[] image = Numbers.Pixels(seed, 1, HeadSketch.Side, HeadSketch.Side);
        IReadOnlyList<Output> outputs = NetworkRun.Of(
            network, image, [1, 3, HeadSketch.Side, HeadSketch.Side], [classifier.Map.Tensor, "logits"]);
        return (outputs[0].Values, outputs[1].Values);
    }
}
