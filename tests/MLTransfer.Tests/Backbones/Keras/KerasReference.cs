using MLTransfer.Backbones.Keras;
using MLTransfer.Tests.Networks;
using Onnx;

namespace MLTransfer.Tests.Backbones.Keras;

/// <summary>Two photos, and what a network of Keras makes of them at several layers.</summary>
internal sealed class KerasReference
{
    private const double Tolerance = 1e-3;

    private readonly IReadOnlyDictionary<string, NumpyArray> _arrays;

    private KerasReference(IReadOnlyDictionary<string, NumpyArray> arrays) => _arrays = arrays;

    public int Size => _arrays["input_rgb_u8"].Shape[1];

    /// <summary>Skips the calling test where there is none.</summary>
    public static KerasReference Of(string name) => new(NpzFile.Read(SharedFolder.Require($"keras/reference_{name}.npz")));

    /// <summary>Runs a network that takes RGB 0..255 on the photos, and compares every layer that the reference has.</summary>
    /// <param name="network">The network.</param>
    /// <param name="preprocessing">What it does to the photos first.</param>
    /// <param name="prefix">What the names of the arrays to compare start with.</param>
    public void AssertMetBy(ModelProto network, Preprocessing preprocessing, string prefix = "")
    {
        string[] layers = [.. _arrays.Keys.Where(k => k.StartsWith($"{prefix}gap/", StringComparison.Ordinal)).Select(k => k[(prefix.Length + 4)..])];
        Assert.True(layers.Length >= 5);
        IReadOnlyList<Output> outputs = NetworkRun.Of(network, Photos(), [2, 3, Size, Size], [KerasGraph.Input, .. layers]);
        AssertPreprocessed(outputs[0].Values, preprocessing);
        for (int i = 0; i < layers.Length; i++)
        {
            Output output = outputs[i + 1];
            int[] shape = [.. _arrays[$"shape/{layers[i]}"].Values.Select(v => (int)v)];
            Assert.Equal([shape[0], shape[3], shape[1], shape[2]], output.Shape);
            Numbers.AssertClose(_arrays[$"{prefix}gap/{layers[i]}"].Floats, Means(output), Tolerance);
            Numbers.AssertClose(_arrays[$"{prefix}points/{layers[i]}"].Floats, Points(output), Tolerance);
        }

        Assert.Equal(network.Graph.Output[0].Name, layers[^1]);
        Numbers.AssertClose(_arrays[$"{prefix}feature"].Floats, Means(outputs[^1]), Tolerance);
    }

    private float[] Photos()
    {
        double[] photos = _arrays["input_rgb_u8"].Values;
        int pixels = Size * Size;
        return
        [
            .. from image in Enumerable.Range(0, 2)
               from channel in Enumerable.Range(0, 3)
               from pixel in Enumerable.Range(0, pixels)
               select (float)photos[(((image * pixels) + pixel) * 3) + channel],
        ];
    }

    /// <summary>Sum, sum of squares, least and greatest value: the same in any order of channels, which the network may exchange later.</summary>
    private void AssertPreprocessed(float[] values, Preprocessing preprocessing)
    {
        double[] expected = _arrays["preprocessed_crc32_sum_sumsq_min_max"].Values[1..];
        double[] actual = [values.Sum(v => (double)v), values.Sum(v => (double)v * v), values.Min(), values.Max()];
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * Math.Max(1, Math.Abs(pair.First))));
        Assert.Equal(preprocessing.ChannelOrder == ChannelOrder.Bgr, expected[3] > 100);
    }

    private static float[] Means(Output output)
    {
        int pixels = output.Shape[2] * output.Shape[3];
        return [.. output.Values.Chunk(pixels).Select(map => (float)(map.Sum(v => (double)v) / pixels))];
    }

    /// <summary>The first 16 channels at the corners and in the middle: [2, 5, 16].</summary>
    private static float[] Points(Output output)
    {
        (int channels, int height, int width) = (output.Shape[1], output.Shape[2], output.Shape[3]);
        (int Row, int Column)[] points = [(0, 0), (0, width - 1), (height - 1, 0), (height - 1, width - 1), (height / 2, width / 2)];
        return
        [
            .. from image in Enumerable.Range(0, output.Shape[0])
               from point in points
               from channel in Enumerable.Range(0, Math.Min(16, channels))
               select output.Values[(((((image * channels) + channel) * height) + point.Row) * width) + point.Column],
        ];
    }
}
