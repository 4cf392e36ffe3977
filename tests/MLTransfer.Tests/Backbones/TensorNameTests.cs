using MLTransfer.Extraction;
using MLTransfer.Networks;
using MLTransfer.Tests.Networks;
using Onnx;

namespace MLTransfer.Tests.Backbones;

/// <summary>A foreign network may use the very names that this library gives to what it adds.</summary>
public class TensorNameTests
{
    private const int Side = 16;

    private static readonly string[] Taken =
    [
        "Image", "Score", "Logits", "MLTransfer.Features", "MLTransferPhoto", "Features.Pooled", "Head.Weights", "Head.Bias", "Crop.Starts",
        "Flat.Shape", "Normalise.Mean", "Normalise.Channels", "Normalise.Centred", "Batch.output", "output_shape", "Network.Image",
    ];

    /// <summary>A chain of tensors that bear all of these names, a reshape to a fixed batch behind it.</summary>
    private static ModelProto Chain(string input, IEnumerable<string> names)
    {
        var sketch = new NetworkSketch(Side, Side, batch: 1);
        sketch.Graph.Input[0].Name = input;
        string last = sketch.ConvRelu(input, "conv", 3, 4);
        foreach (string name in names.Where(n => n != input && n != "output_shape"))
            last = sketch.Node("Relu", [last], name);
        sketch.Node("Reshape", [sketch.Node("GlobalAveragePool", [last], "pooled"), sketch.Integers("output_shape", 1, 4)], "output");
        return sketch.Build("output");
    }

    [Theory]
    [InlineData("Image")]
    [InlineData("Score")]
    [InlineData("input")]
    public void Do_not_collide_with_those_of_the_library(string input)
    {
        ModelProto network = Chain(input, Taken);
        using var folder = new TemporaryFolder();
        Backbone backbone = OnnxFile.Write(folder, network, new BackboneOptions { Preprocessing = Preprocessing.Caffe });
        ImageNetwork features = ImageNetwork.OfFeatures(backbone, backbone.Stages[^1].Name, FeaturePooling.Average);
        ModelProto classifier = NetworkSlice.ShallowCopy(features.Network);
        ClassifierHead.Append(classifier, TensorNames.Features, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], [0, 0, 0, 0]);
        classifier = CentreCrop.Prepend(classifier, Side);
        FlatOutput.Append(classifier, TensorNames.Logits, 4, "conv");

        float[] pixels = Numbers.Pixels(1, 1, Side, Side);
        float[] expected = NetworkRun.Of(network, PreprocessingTests.ByHand(Preprocessing.Caffe, pixels, Side * Side), 1, Side, Side).Values;
        Numbers.AssertClose(expected, NetworkRun.Of(classifier, pixels, [1, 3, Side, Side], ["conv"])[0].Values, 1e-5);
    }

    [Fact]
    public void Are_renamed_in_bodies_of_nodes_too()
    {
        var sketch = new NetworkSketch(Side, Side);
        sketch.Node("Relu", ["input"], "Score");
        sketch.Node("Cast", [sketch.Scalar("one", 1)], "condition", GraphElements.Attribute("to", (long)TensorProto.Types.DataType.Bool));
        sketch.Node("If", ["condition"], "output", Branch("then_branch", "Neg"), Branch("else_branch", "Abs"));
        using var folder = new TemporaryFolder();
        Backbone backbone = OnnxFile.Write(folder, sketch.Build("output"));
        Assert.Equal("Network.Score", backbone.Cuts[^2]);
        float[] pixels = Numbers.Pixels(1, 1, Side, Side);
        Assert.Equal(pixels.Select(p => -p), NetworkRun.Of(backbone.Network, pixels, 1, Side, Side).Values);

        static AttributeProto Branch(string name, string operation)
        {
            var body = new GraphProto { Name = name };
            body.Node.Add(GraphElements.Node(operation, ["Score"], $"{name}.out"));
            body.Output.Add(GraphElements.Untyped($"{name}.out"));
            return new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Graph, G = body };
        }
    }

    [Fact]
    public void Of_stages_and_outputs_are_those_of_the_file()
    {
        ModelProto network = Chain("input", Taken);
        network.Graph.Output.Add(GraphElements.Untyped("Logits"));
        using var folder = new TemporaryFolder();
        Backbone backbone = OnnxFile.Write(
            folder, network, new BackboneOptions { Output = "Logits", Stages = [KeyValuePair.Create("top", "Score")] });
        Assert.Equal("Network.Score", backbone.FindCut("top"));
        Assert.Equal("Network.Logits", backbone.Cuts[^1]);
    }
}
