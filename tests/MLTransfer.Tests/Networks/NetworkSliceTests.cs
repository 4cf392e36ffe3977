using Google.Protobuf;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Networks;

public class NetworkSliceTests
{
    private const int Side = 16;

    [Fact]
    public void Computes_at_every_cut_what_the_whole_network_computes_there()
    {
        ModelProto whole = TinyNetwork.Create();
        byte[] before = whole.ToByteArray();
        float[] pixels = Numbers.Pixels(1, 3, TinyNetwork.Size, TinyNetwork.Size);
        int[] shape = [3, 3, TinyNetwork.Size, TinyNetwork.Size];
        foreach (string cut in CutFinder.Find(whole.Graph))
        {
            ModelProto below = NetworkSlice.Below(whole, cut);
            Assert.Equal(cut, Assert.Single(below.Graph.Output).Name);
            Output expected = NetworkRun.Of(whole, pixels, shape, [cut])[0], actual = NetworkRun.Of(below.ToByteArray(), pixels, shape)[0];
            Assert.Equal(expected.Shape, actual.Shape);
            Numbers.AssertClose(expected.Values, actual.Values, 1e-6);
        }

        Assert.Equal(before, whole.ToByteArray());
    }

    [Fact]
    public void Above_a_cut_computes_from_its_activations_what_the_whole_network_computes()
    {
        ModelProto whole = TinyNetwork.Create();
        byte[] before = whole.ToByteArray();
        float[] pixels = Numbers.Pixels(1, 3, TinyNetwork.Size, TinyNetwork.Size);
        int[] shape = [3, 3, TinyNetwork.Size, TinyNetwork.Size];
        Output expected = NetworkRun.Of(whole, pixels, shape, ["output"])[0];
        foreach (string cut in CutFinder.Find(whole.Graph).SkipLast(1))
        {
            Output activations = NetworkRun.Of(whole, pixels, shape, [cut])[0];
            ModelProto above = NetworkSlice.Above(whole, cut, [.. activations.Shape.Skip(1).Select(d => (long)d)], "output");
            Assert.Equal(cut, Assert.Single(above.Graph.Input).Name);
            Numbers.AssertClose(expected.Values, NetworkRun.Of(above.ToByteArray(), activations.Values, activations.Shape)[0].Values, 1e-6);
        }

        Assert.Equal(["block2.weights", "shape"], NetworkSlice.Above(whole, "block1", [6, 16, 16], "output").Graph.Initializer.Select(i => i.Name));
        Assert.Throws<NetworkException>(() => NetworkSlice.Above(whole, "block1.inner", [6, 16, 16], "output"));
        Assert.Equal(before, whole.ToByteArray());
    }

    [Fact]
    public void Two_parts_joined_compute_what_the_whole_network_does_and_have_what_both_use_once()
    {
        var sketch = new NetworkSketch(Side, Side);
        var two = new AttributeProto { Name = "value_float", Type = AttributeProto.Types.AttributeType.Float, F = 2 };
        sketch.Node("Constant", [], "two", two);
        sketch.Graph.Initializer.Add(GraphElements.Tensor("three", [3f], []));
        sketch.Node("Mul", ["input", "two"], "double");
        sketch.Node("Add", ["double", "three"], "cut");
        sketch.Node("Mul", ["cut", "two"], "again");
        sketch.Node("Sub", ["again", "three"], "output");
        ModelProto whole = sketch.Build("output");
        ModelProto joined = NetworkSlice.Join(NetworkSlice.Below(whole, "cut"), NetworkSlice.Above(whole, "cut", [3, Side, Side], "output"));
        Assert.Equal(["two", "double", "cut", "again", "output"], joined.Graph.Node.SelectMany(n => n.Output));
        Assert.Equal(["three"], joined.Graph.Initializer.Select(i => i.Name));
        float[] pixels = Numbers.Pixels(1, 2, Side, Side);
        Assert.Equal(NetworkRun.Of(whole, pixels, 2, Side, Side).Values, NetworkRun.Of(joined, pixels, 2, Side, Side).Values);
    }

    [Fact]
    public void Keeps_nothing_that_the_tensor_does_not_need()
    {
        ModelProto below = NetworkSlice.Below(TinyNetwork.Create(), "block1");
        Assert.Equal(["conv1.conv", "conv1", "block1.inner.conv", "block1.inner", "block1"], below.Graph.Node.SelectMany(n => n.Output));
        Assert.Equal(["conv1.weights", "block1.inner.weights"], below.Graph.Initializer.Select(i => i.Name));
    }

    [Fact]
    public void Does_not_take_an_omitted_input_for_an_omitted_output()
    {
        var sketch = new NetworkSketch(Side, Side);
        sketch.Node("Dropout", ["input"], "unneeded");
        sketch.Graph.Node[^1].Output.Add("");
        var six = new AttributeProto { Name = "value_float", Type = AttributeProto.Types.AttributeType.Float, F = 6 };
        sketch.Node("Clip", ["input", "", sketch.Node("Constant", [], "max", six)], "output");
        ModelProto network = sketch.Build("output");
        Assert.Equal(["max", "output"], NetworkSlice.Below(network, "output").Graph.Node.SelectMany(n => n.Output));
    }

    [Fact]
    public void Keeps_what_a_body_captures()
    {
        var sketch = new NetworkSketch(Side, Side);
        sketch.Node("Relu", ["input"], "captured");
        sketch.Node("Constant", [], "condition", new AttributeProto
        {
            Name = "value",
            Type = AttributeProto.Types.AttributeType.Tensor,
            T = new TensorProto { DataType = (int)TensorProto.Types.DataType.Bool, Int32Data = { 1 } },
        });
        sketch.Node("If", ["condition"], "output", Branch("then_branch", "Neg"), Branch("else_branch", "Abs"));
        ModelProto below = NetworkSlice.Below(sketch.Build("output"), "output");
        float[] pixels = Numbers.Pixels(1, 1, Side, Side);
        Assert.Equal(pixels.Select(p => -p), NetworkRun.Of(below, pixels, 1, Side, Side).Values);

        static AttributeProto Branch(string name, string operation)
        {
            var body = new GraphProto { Name = name };
            body.Node.Add(GraphElements.Node(operation, ["captured"], $"{name}.out"));
            body.Output.Add(GraphElements.Untyped($"{name}.out"));
            return new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Graph, G = body };
        }
    }

    [Fact]
    public void A_shallow_copy_may_be_changed_without_changing_the_network()
    {
        ModelProto network = TinyNetwork.Create();
        network.MetadataProps.Add(new StringStringEntryProto { Key = "a", Value = "b" });
        byte[] before = network.ToByteArray();
        ModelProto copy = NetworkSlice.ShallowCopy(network);
        Assert.Equal(network.Graph, copy.Graph);
        Assert.Equal(network.MetadataProps, copy.MetadataProps);
        Assert.Same(network.Graph.Initializer[0], copy.Graph.Initializer[0]);

        copy.Graph.Output[0] = GraphElements.Untyped("pooled");
        FeatureOutput.Append(copy, [TinyNetwork.Features, 1, 1], FeaturePooling.Average, out _);
        ClassifierHead.Append(copy, TensorNames.Features, new float[TinyNetwork.Features * 2], [0, 0]);
        FlatOutput.Append(copy, TensorNames.Score, 2, "Flat");
        copy.MetadataProps.Clear();
        Assert.Equal(before, network.ToByteArray());
    }
}
