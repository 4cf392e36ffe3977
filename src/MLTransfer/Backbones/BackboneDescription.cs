using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Backbones;

/// <summary>Describes backbones by their graphs.</summary>
internal static class BackboneDescription
{
    /// <summary>What can be seen of any backbone.</summary>
    public static BackboneInfo Of(Backbone backbone) => Of(backbone.Network, WeightCount.Of(backbone.Network));

    /// <param name="network">The graph; its weights need not have values.</param>
    /// <param name="parameters">The number of its parameters.</param>
    public static BackboneInfo Of(ModelProto network, long parameters)
    {
        string output = network.Graph.Output[0].Name;
        long[] features = NetworkProbe.ShapesOf(network, [output], network.Graph.Name)[output];
        var input = network.Graph.Input[0].Type.TensorType.Shape.Dim;
        return new BackboneInfo
        {
            Parameters = parameters,
            MultiplyAdds = MultiplyAdds.Of(network),
            Features = (int)features[0],
            InputHeight = (int)input[2].DimValue,
            InputWidth = (int)input[3].DimValue,
        };
    }
}
