using System.Runtime.InteropServices;
using Google.Protobuf;
using MLTransfer.Networks;
using MLTransfer.Tests.Networks;
using Onnx;
using static Onnx.TensorProto.Types;

namespace MLTransfer.Tests.Backbones;

/// <summary>Networks whose input has another form give what the same network gives with float32 [N, 3, height, width].</summary>
public class InputKindTests
{
    private const int Height = 16, Width = 24;
    private static readonly BackboneOptions Sized = new() { Resize = new ResizePolicy { ShortSide = 28, CropHeight = Height, CropWidth = Width } };

    private static ModelProto Draw(Action<NetworkSketch>? before, string first, Action<GraphProto>? change = null)
    {
        var sketch = new NetworkSketch(Height, Width);
        before?.Invoke(sketch);
        sketch.Pool(sketch.ConvRelu(first, "base", 3, 5), "output");
        change?.Invoke(sketch.Graph);
        return sketch.Build("output");
    }

    private static void AssertSame(ModelProto network, ModelProto expected, BackboneOptions options, double tolerance = 1e-6, float[]? pixels = null)
    {
        using var folder = new TemporaryFolder();
        pixels ??= Numbers.Pixels(1, 3, Height, Width);
        float[] wanted = NetworkRun.Of(OnnxFile.Write(folder, expected, options).Network, pixels, 3, Height, Width).Values;
        Backbone backbone = OnnxFile.Write(folder, network, options);
        Assert.Equal((Height, Width), (backbone.Resize.CropHeight, backbone.Resize.CropWidth));
        Numbers.AssertClose(wanted, NetworkRun.Of(backbone.Network, pixels, 3, Height, Width).Values, tolerance);
    }

    public static MatrixTheoryData<bool, bool, bool> Layouts { get; } = new([true, false], [true, false], [true, false]);

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Channels_may_come_last(bool transposesFirst, bool isSized, bool isBgr)
    {
        // Without a transposition at its beginning, the network does something else with its input, such as normalising it.
        ModelProto network = Draw(
            s => s.Node(
                "Transpose", [transposesFirst ? "input" : s.Node("Neg", ["input"], "negative")], "planes",
                GraphElements.Attribute("perm", [0L, 3L, 1L, 2L])),
            "planes",
            g => g.Input[0] = isSized ? GraphElements.BatchOf("input", Height, Width, 3) : GraphElements.BatchOf("input", -1, -1, 3));
        ModelProto expected = transposesFirst ? Draw(null, "input") : Draw(s => s.Node("Neg", ["input"], "negative"), "negative");
        AssertSame(network, expected, Sized with { Preprocessing = isBgr ? Preprocessing.Caffe : Preprocessing.ImageNetTorch }, 1e-5);
        using var folder = new TemporaryFolder();
        if (isSized)
            Assert.Equal((Height, Width), (OnnxFile.Write(folder, network).Resize.CropHeight, OnnxFile.Write(folder, network).Resize.CropWidth));
        if (transposesFirst)
            Assert.DoesNotContain(OnnxFile.Write(folder, network, Sized).Network.Graph.Node, n => n.OpType == "Transpose");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pixels_may_be_bytes(bool channelsLast)
    {
        ModelProto network = Draw(
            s =>
            {
                s.Node("Cast", ["input"], "floats", GraphElements.Attribute("to", (long)DataType.Float));
                if (channelsLast)
                    s.Node("Transpose", ["floats"], "planes", GraphElements.Attribute("perm", [0L, 3L, 1L, 2L]));
            }, channelsLast ? "planes" : "floats",
            g =>
            {
                g.Input[0] = channelsLast ? GraphElements.BatchOf("input", Height, Width, 3) : GraphElements.BatchOf("input", 3, Height, Width);
                g.Input[0].Type.TensorType.ElemType = (int)DataType.Uint8;
            });
        AssertSame(network, Draw(null, "input"), Sized);
        AssertSame(network, Draw(null, "input"), Sized with { Preprocessing = new Preprocessing { ChannelOrder = ChannelOrder.Bgr } });

        // Between two whole numbers, the nearer one counts.
        using var folder = new TemporaryFolder();
        float[] whole = Numbers.Pixels(1, 3, Height, Width);
        ModelProto made = OnnxFile.Write(folder, network, Sized).Network;
        Assert.Equal(
            NetworkRun.Of(made, whole, 3, Height, Width).Values,
            NetworkRun.Of(made, [.. whole.Select((p, i) => Math.Clamp(p + (i % 2 == 0 ? .3f : -.3f), 0, 255))], 3, Height, Width).Values);

        string message = Assert.Throws<NetworkException>(() => OnnxFile.Use(
            OnnxFile.Write(folder, network, Sized with { Preprocessing = Preprocessing.Keras }))).Message;
        Assert.Contains("takes bytes, so it normalises by itself", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Half_precision_becomes_single(bool isBrainFloat)
    {
        DataType half = isBrainFloat ? DataType.Bfloat16 : DataType.Float16;
        ModelProto expected = Draw(null, "input"), network = expected.Clone();
        foreach (TensorProto weights in network.Graph.Initializer)
        {
            ushort[] bits = Array.ConvertAll(TensorValues.Floats(weights), v => isBrainFloat
                ? (ushort)(BitConverter.SingleToUInt32Bits(v) >> 16) : BitConverter.HalfToUInt16Bits((Half)v));
            weights.DataType = (int)half;
            weights.RawData = ByteString.Empty;
            if (isBrainFloat)
                weights.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(bits.AsSpan()));
            else
                weights.Int32Data.AddRange(bits.Select(b => (int)b));
        }

        // Its ends are float32, with casts between them and the network.
        network.Graph.Node.Insert(0, GraphElements.Node("Cast", ["input"], "input.half", GraphElements.Attribute("to", (long)half)));
        network.Graph.Node[1].Input[0] = "input.half";
        AssertSame(network, expected, Sized, tolerance: isBrainFloat ? .05 : 5e-3);

        // Or they are half precision as well.
        network.Graph.Node.RemoveAt(0);
        network.Graph.Node[0].Input[0] = "input";
        network.Graph.Input[0].Type.TensorType.ElemType = (int)half;
        AssertSame(network, expected, Sized, tolerance: isBrainFloat ? .05 : 5e-3);
    }
}
