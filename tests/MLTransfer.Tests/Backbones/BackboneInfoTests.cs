using MLTransfer.Extraction;
using MLTransfer.Networks;
using MLTransfer.Tests.Networks;
using Onnx;

namespace MLTransfer.Tests.Backbones;

public class BackboneInfoTests
{
    /// <summary>Tokens and positions that come before the channels are none of the features.</summary>
    [Theory]
    [InlineData("patches", 8)]
    [InlineData("block1", 8)]
    [InlineData("class", 8)]
    public void Features_are_counted_as_they_are_pooled(string output, int features)
    {
        ModelProto network = VisionTransformerSketch.Create();
        network.Graph.Output.Clear();
        network.Graph.Output.Add(GraphElements.Untyped(output));
        using var folder = new TemporaryFolder();
        Backbone backbone = OnnxFile.Write(folder, network, new BackboneOptions { Output = output });
        Assert.Equal(features, ImageNetwork.OfFeatures(backbone, null, FeaturePooling.Average).Length);
        Assert.Equal(features, backbone.Info.Features);
    }

    [Theory]
    [InlineData("ArgMax")]
    [InlineData("ReduceMean")]
    public void A_network_without_features_says_so(string operation)
    {
        ModelProto network = TinyNetwork.Create();
        network.Graph.Node.Add(GraphElements.Node(operation, ["output"], "last", GraphElements.Attribute("keepdims", 0L)));
        network.Graph.Output[0] = GraphElements.Untyped("last");
        using var folder = new TemporaryFolder();
        Backbone backbone = OnnxFile.Write(folder, network);
        Assert.Contains("'last'", Assert.ThrowsAny<MLTransferException>(() => backbone.Info).Message);
    }
}
