using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Backbones;

/// <summary>Describes backbones by their graphs.</summary>
internal static class BackboneDescription
{
    /// <summary>What can be seen of any backbone.</summary>
    public static BackboneInfo Of(Backbone backbone) => Of(backbone.Network, WeightCount.Of(backbone.Network), backbone.Name);

    /// <param name="network">The graph; its weights need not have values.</param>
    /// <param name="parameters">The number of its parameters.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="BackboneException">It ends in nothing that can be features.</exception>
    public static BackboneInfo Of(ModelProto network, long parameters, string name)
    {
        string output = network.Graph.Output[0].Name;
        if (NetworkProbe.ShapesOf(network, [output], name).GetValueOrDefault(output) is not { Length: > 0 and <= 3 } shape)
            throw new BackboneException(name, $"its output '{output}' is not a float tensor of 2 to 4 dimensions, so it cannot give features.");
        var input = network.Graph.Input[0].Type.TensorType.Shape.Dim;
        return new BackboneInfo
        {
            Parameters = parameters,
            MultiplyAdds = MultiplyAdds.Of(network),
            Features = FeatureOutput.LengthOf(network.Graph, shape, FeaturePooling.Average),
            InputHeight = (int)input[2].DimValue,
            InputWidth = (int)input[3].DimValue,
        };
    }
}
