using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Networks;

public class FeatureOutputTests
{
    private const int Images = 3;

    private static ModelProto Passing(long[] shape, long opset)
    {
        var graph = new GraphProto { Name = "passing" };
        graph.Input.Add(GraphElements.BatchOf("input", shape));
        graph.Node.Add(GraphElements.Node("Identity", ["input"], "same"));
        graph.Output.Add(GraphElements.Untyped("same"));
        var network = new ModelProto { IrVersion = 7, Graph = graph };
        network.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
        return network;
    }

    /// <summary>One image's features: over the positions of each channel.</summary>
    private static IEnumerable<float> ByHand(float[] image, long[] shape, FeaturePooling pooling)
    {
        if (pooling == FeaturePooling.Flatten || shape.Length == 1)
            return image;
        bool tokens = shape.Length == 2;
        int channels = (int)(tokens ? shape[1] : shape[0]), positions = image.Length / channels;
        return Enumerable.Range(0, channels)
            .Select(c => Enumerable.Range(0, positions).Select(p => tokens ? image[p * channels + c] : image[c * positions + p]))
            .Select(values => pooling == FeaturePooling.Max ? values.Max() : values.Average());
    }

    public static MatrixTheoryData<long, FeaturePooling, long[]> All { get; } = new(
        [8, 10, 13, 17, 18, 21], Enum.GetValues<FeaturePooling>(), [[4, 3, 5], [6, 4], [7]]);

    [Theory]
    [MemberData(nameof(All))]
    public void Is_what_pooling_by_hand_gives(long opset, FeaturePooling pooling, long[] shape)
    {
        ModelProto network = Passing(shape, opset);
        FeatureOutput.Append(network, shape, pooling, out int length);
        int size = (int)shape.Aggregate(1L, (product, d) => product * d);
        float[] values = Numbers.Random(new Random(1), Images * size, -1, 1);
        Output output = NetworkRun.Of(network, values, [Images, .. shape.Select(d => (int)d)], [TensorNames.Features])[0];
        Assert.Equal([Images, length], output.Shape);
        Numbers.AssertClose([.. values.Chunk(size).SelectMany(image => ByHand(image, shape, pooling))], output.Values, 1e-6);
        Assert.Equal(TensorNames.Features, Assert.Single(network.Graph.Output).Name);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(17)]
    [InlineData(21)]
    public void Several_tensors_are_pooled_one_after_the_other(long opset)
    {
        foreach (long[] shape in new long[][] { [4, 3, 5], [6, 4], [7] })
        {
            ModelProto network = Passing(shape, opset);
            FeaturePooling[] poolings = [FeaturePooling.Max, FeaturePooling.Average, FeaturePooling.Max, FeaturePooling.Flatten];
            FeatureOutput.AppendAll(network, [.. poolings.Select(p => ("same", (IReadOnlyList<long>)shape, p))], out int length);
            int size = (int)shape.Aggregate(1L, (product, d) => product * d);
            float[] values = Numbers.Random(new Random(1), Images * size, -1, 1);
            Output output = NetworkRun.Of(network, values, [Images, .. shape.Select(d => (int)d)], [TensorNames.Features])[0];
            Assert.Equal([Images, length], output.Shape);
            float[] expected = [.. values.Chunk(size).SelectMany(image => poolings.SelectMany(p => ByHand(image, shape, p)))];
            Numbers.AssertClose(expected, output.Values, 1e-6);
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(13)]
    [InlineData(21)]
    public void The_head_gives_logits_and_their_softmax(long opset)
    {
        const int features = 5, classes = 3;
        ModelProto network = Passing([features], opset);
        FeatureOutput.Append(network, [features], FeaturePooling.Average, out _);
        var random = new Random(1);
        float[] weights = Numbers.Random(random, classes * features, -1, 1), bias = Numbers.Random(random, classes, -1, 1);
        ClassifierHead.Append(network, TensorNames.Features, weights, bias);
        float[] values = Numbers.Random(random, Images * features, -2, 2);

        float[][] logits = [.. values.Chunk(features).Select(x => bias.Select((b, k) => b + x.Select((v, i) => v * weights[k * features + i]).Sum()).ToArray())];
        IEnumerable<float> scores = logits.SelectMany(row => row.Select(l => MathF.Exp(l) / row.Sum(MathF.Exp)));
        IReadOnlyList<Output> outputs = NetworkRun.Of(network, values, [Images, features], [TensorNames.Score, TensorNames.Logits]);
        Numbers.AssertClose([.. scores], outputs[0].Values, 1e-6);
        Numbers.AssertClose([.. logits.SelectMany(row => row)], outputs[1].Values, 1e-6);
        Assert.Equal([Images, classes], outputs[0].Shape);
        Assert.Equal([TensorNames.Score, TensorNames.Logits], network.Graph.Output.Select(o => o.Name));
    }
}
