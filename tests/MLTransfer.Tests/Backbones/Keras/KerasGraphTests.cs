using MLTransfer.Backbones.Keras;
using MLTransfer.Networks;
using MLTransfer.Tests.Networks;

namespace MLTransfer.Tests.Backbones.Keras;

public class KerasGraphTests
{
    private const int Side = 5;

    private static float[] Run(KerasGraph graph, string output, float[] images, int size)
        => NetworkRun.Of(graph.Build(output), images, images.Length / (3 * size * size), size, size).Values;

    [Fact]
    public void Dense_behind_Flatten_takes_rows_in_the_channels_last_order_of_Keras()
    {
        var weights = new RandomWeights();
        var graph = new KerasGraph("flat", Side, weights);
        string dense = graph.Dense(graph.Flatten(KerasGraph.Input, "flatten"), 4, "fc", relu: true);
        float[] image = Numbers.Pixels(1, 1, Side, Side), kernel = weights["fc/kernel"];
        float[] expected =
        [
            .. from unit in Enumerable.Range(0, 4)
               let sum = (from row in Enumerable.Range(0, Side)
                          from column in Enumerable.Range(0, Side)
                          from channel in Enumerable.Range(0, 3)
                          let place = (((row * Side) + column) * 3) + channel
                          select image[(((channel * Side) + row) * Side) + column] * kernel[(place * 4) + unit]).Sum()
               select Math.Max(0, sum + weights["fc/bias"][unit]),
        ];
        Numbers.AssertClose(expected, Run(graph, dense, image, Side));
    }

    [Fact]
    public void Average_pooling_does_not_count_the_padding_and_max_pooling_pads_with_nothing()
    {
        float[] image = [.. Enumerable.Repeat(-7f, 3 * Side * Side)];
        var average = new KerasGraph("average", Side, new KerasShapes());
        Assert.All(Run(average, average.AveragePooling2D(KerasGraph.Input, 3, "pool", 1, KerasPadding.Same), image, Side), v => Assert.Equal(-7, v));
        var maximum = new KerasGraph("maximum", Side, new KerasShapes());
        Assert.All(Run(maximum, maximum.MaxPooling2D(KerasGraph.Input, 3, "pool", 2, KerasPadding.Same), image, Side), v => Assert.Equal(-7, v));
    }

    [Theory]
    [InlineData(4, 3, 2, 2, 0, 1)]
    [InlineData(5, 3, 2, 3, 1, 1)]
    [InlineData(147, 3, 2, 74, 1, 1)]
    [InlineData(224, 7, 2, 112, 2, 3)]
    [InlineData(5, 1, 2, 3, 0, 0)]
    [InlineData(8, 3, 1, 8, 1, 1)]
    [InlineData(8, 2, 1, 8, 0, 1)]
    public void Padding_to_the_same_size_puts_the_odd_pixel_behind(int length, int size, int stride, int positions, int before, int behind)
    {
        var window = new SlidingWindow(length, size, stride, KerasPadding.Same);
        Assert.Equal((positions, before, behind), (window.Positions, window.Before, window.Behind));
    }

    /// <summary>Sizes are known without running the network: ONNX Runtime finds the same ones.</summary>
    [Theory]
    [InlineData(KerasNetwork.VGG16)]
    [InlineData(KerasNetwork.ResNet50)]
    [InlineData(KerasNetwork.InceptionV3)]
    [InlineData(KerasNetwork.Xception)]
    [InlineData(KerasNetwork.MobileNet)]
    [InlineData(KerasNetwork.MobileNetV2)]
    [InlineData(KerasNetwork.SqueezeNet)]
    public void Shapes_are_those_of_the_runtime_at_the_least_and_at_odd_sizes(KerasNetwork kind)
    {
        KerasModel model = KerasCatalog.Of(kind);
        foreach (int size in (int[])[model.MinimumSize, 101, 150])
        {
            var graph = new KerasGraph(model.Name, size, new Zeros());
            string output = model.Build(graph, false);
            string[] layers = [.. graph.Layers.Skip(1).Select(l => l.Name)];
            var shapes = ShapeInference.TryFind(graph.Build(output), layers);
            Assert.NotNull(shapes);
            Assert.All(layers, layer => Assert.Equal($"{graph.ShapeOf(layer)}", $"{new MapShape(Of(layer, 0), Of(layer, 1), Of(layer, 2))}"));
            int Of(string layer, int axis) => (int)shapes[layer][axis];
        }
    }

    /// <summary>The classifier is a linear function of the means over the last map.</summary>
    [Theory]
    [InlineData(KerasNetwork.MobileNet, "conv_pw_13_relu", "conv_preds")]
    [InlineData(KerasNetwork.MobileNetV2, "out_relu", "Logits")]
    public void The_old_classifier_gives_logits(KerasNetwork kind, string last, string classifier)
    {
        var weights = new RandomWeights();
        KerasModel model = KerasCatalog.Of(kind, AlphaOf(kind));
        var network = model.Network(64, true, weights);
        IReadOnlyList<Output> outputs = NetworkRun.Of(network, Numbers.Pixels(1, 2, 64, 64), [2, 3, 64, 64], [last, network.Graph.Output[0].Name]);
        Assert.Equal([2, 1000], outputs[1].Shape);
        int channels = outputs[0].Shape[1], pixels = outputs[0].Shape[2] * outputs[0].Shape[3];
        float[] means = [.. outputs[0].Values.Chunk(pixels).Select(map => map.Average())];
        float[] kernel = weights[$"{classifier}/kernel"], bias = weights[$"{classifier}/bias"];
        Numbers.AssertClose(
            [.. means.Chunk(channels).SelectMany(image => bias.Select((b, unit) => b + image.Select((v, c) => v * kernel[(c * 1000) + unit]).Sum()))],
            outputs[1].Values);
    }

    [Fact]
    public void SqueezeNet_s_classifier_is_the_mean_of_its_last_map()
    {
        var network = KerasCatalog.Of(KerasNetwork.SqueezeNet).Network(64, true, new RandomWeights());
        IReadOnlyList<Output> outputs = NetworkRun.Of(
            network, Numbers.Pixels(1, 2, 64, 64), [2, 3, 64, 64], ["relu_conv10", network.Graph.Output[0].Name]);
        Numbers.AssertClose([.. outputs[0].Values.Chunk(9).Select(map => map.Average())], outputs[1].Values);
    }

    private static double AlphaOf(KerasNetwork kind) => kind == KerasNetwork.MobileNetV2 ? .35 : 1;

    private sealed class Zeros : IKerasWeights
    {
        public float[] Take(string layer, string role, params long[] shape) => new float[shape.ElementCount()];
    }
}
