using MLTransfer.Tests.Networks;
using Onnx;

namespace MLTransfer.Tests.Backbones;

public class PreprocessingTests
{
    private const int Side = 16, Plane = Side * Side;

    /// <summary>What a program without this library does before it runs a network.</summary>
    public static float[] ByHand(Preprocessing preprocessing, float[] images, int plane)
    {
        var result = new float[images.Length];
        for (int i = 0; i < images.Length; i++)
        {
            int channel = i / plane % 3, position = i % (3 * plane);
            int source = preprocessing.ChannelOrder == ChannelOrder.Bgr ? i + (2 - 2 * channel) * plane : i;
            float mean = preprocessing.Mean.Count == 3 ? preprocessing.Mean[channel] : preprocessing.Mean[position];
            result[i] = (images[source] - mean) / preprocessing.Deviation[channel];
        }

        return result;
    }

    private static readonly Dictionary<string, Preprocessing> Cases = new()
    {
        ["None"] = Preprocessing.None,
        ["ImageNetTorch"] = Preprocessing.ImageNetTorch,
        ["Keras"] = Preprocessing.Keras,
        ["Caffe"] = Preprocessing.Caffe,
        ["BGR without more"] = new() { ChannelOrder = ChannelOrder.Bgr },
        ["BGR with deviation"] = new() { ChannelOrder = ChannelOrder.Bgr, Mean = [1, 20, 70], Deviation = [2, 30, 90] },
        ["mean image"] = new() { Mean = Numbers.Random(new Random(1), 3 * Plane, 0, 255) },
        ["BGR mean image with deviation"] = new() { ChannelOrder = ChannelOrder.Bgr, Mean = Numbers.Random(new Random(2), 3 * Plane, 0, 255), Deviation = [2, 30, 90] },
    };

    private static readonly Dictionary<string, Func<ModelProto>> Networks = new()
    {
        ["convolution first"] = () => Sketch(s => s.Conv("input", "output", 3, 5)),
        ["strided convolution of 1 x 1"] = () => Sketch(s => s.Conv("input", "output", 3, 4, stride: 2, size: 1)),
        ["depthwise convolution first"] = () => Sketch(s => s.Conv("input", "output", 3, 6, group: 3)),
        ["something else first"] = () => Sketch(s => s.Conv(s.Node("Tanh", ["input"], "tanh"), "output", 3, 5)),
        ["no convolution"] = () => Sketch(s => s.Node("Mul", ["input", s.Weights("w", 1, 3, Side, Side)], "output")),
        ["two consumers"] = () => Sketch(s => s.Node("Add", [s.Conv("input", "a", 3, 3), "input"], "output")),
        ["shared weights"] = () => Sketch(s =>
        {
            s.Conv("input", "a", 3, 3);
            s.Node("Conv", ["a", "a.weights"], "output");
        }),
        ["float_data weights"] = () =>
        {
            ModelProto network = Sketch(s => s.Conv("input", "output", 3, 5));
            TensorProto weights = network.Graph.Initializer[0];
            weights.FloatData.AddRange(RawFloats(weights));
            weights.RawData = Google.Protobuf.ByteString.Empty;
            return network;
        },
        ["weights in a Constant node"] = () =>
        {
            ModelProto network = Sketch(s => s.Conv("input", "output", 3, 5));
            TensorProto weights = network.Graph.Initializer[0];
            network.Graph.Initializer.Clear();
            var node = new NodeProto { OpType = "Constant", Output = { weights.Name } };
            weights.Name = "";
            node.Attribute.Add(new AttributeProto { Name = "value", Type = AttributeProto.Types.AttributeType.Tensor, T = weights });
            network.Graph.Node.Insert(0, node);
            return network;
        },
    };

    public static MatrixTheoryData<string, string> All { get; } = new(Cases.Keys, Networks.Keys);

    [Theory]
    [MemberData(nameof(All))]
    public void Is_what_normalising_by_hand_gives(string preprocessing, string network)
    {
        ModelProto bare = Networks[network]();
        using var folder = new TemporaryFolder();
        Backbone backbone = OnnxFile.Write(folder, bare, new BackboneOptions { Preprocessing = Cases[preprocessing] });
        float[] pixels = Numbers.Pixels(1, 2, Side, Side);
        Numbers.AssertClose(
            NetworkRun.Of(bare, ByHand(Cases[preprocessing], pixels, Plane), 2, Side, Side).Values,
            NetworkRun.Of(backbone.Network, pixels, 2, Side, Side).Values, 1e-5);
    }

    [Theory]
    [InlineData("convolution first", 0)]
    [InlineData("depthwise convolution first", 1)]
    [InlineData("something else first", 1)]
    public void The_channels_are_exchanged_in_the_weights_where_that_is_possible(string network, int gathers)
    {
        using var folder = new TemporaryFolder();
        Backbone backbone = OnnxFile.Write(folder, Networks[network](), new BackboneOptions { Preprocessing = Preprocessing.Caffe });
        Assert.Equal(gathers, backbone.Network.Graph.Node.Count(n => n.OpType == "Gather"));
        Assert.Equal(gathers == 0 ? 2 : 3, backbone.Network.Graph.Initializer.Count);
    }

    [Fact]
    public void Wrong_numbers_are_refused()
    {
        Refuse(new Preprocessing { Mean = [1, 2] }, "Preprocessing.Mean has 2 values; it needs 3, or 3 x 16 x 16.");
        Refuse(new Preprocessing { Mean = new float[3 * Plane + 1] }, "Preprocessing.Mean has 769 values");
        Refuse(new Preprocessing { Mean = [1, float.NaN, 3] }, "Preprocessing.Mean needs finite values");
        Refuse(new Preprocessing { Deviation = [1, 2] }, "Preprocessing.Deviation needs 3 finite values");
        Refuse(new Preprocessing { Deviation = [1, 0, 2] }, "none of them 0");
        Refuse(new Preprocessing { Deviation = [1, float.PositiveInfinity, 2] }, "Preprocessing.Deviation needs 3 finite values");

        static void Refuse(Preprocessing preprocessing, string expected)
        {
            using var folder = new TemporaryFolder();
            Backbone backbone = OnnxFile.Write(folder, Networks["convolution first"](), new BackboneOptions { Preprocessing = preprocessing });
            Assert.Contains(expected, Assert.Throws<NetworkException>(() => backbone.Cuts).Message);
        }
    }

    private static ModelProto Sketch(Action<NetworkSketch> draw)
    {
        var sketch = new NetworkSketch(Side, Side);
        draw(sketch);
        return sketch.Build("output");
    }

    private static float[] RawFloats(TensorProto tensor)
        => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();
}
