using Onnx;

namespace MLTransfer.Networks;

/// <summary>
/// A crop at the front of a network. ML.NET's own ResizeImages fills a square from the centre of a photo; with the crop in the graph
/// that square can be the short side of the resize policy, and both ways show the network the same part of the photo.
/// </summary>
internal static class CentreCrop
{
    internal const string Uncropped = "MLTransferPhoto";

    /// <summary>A network that takes photos of <paramref name="size"/> x <paramref name="size"/> and looks at their centre.</summary>
    public static ModelProto Prepend(ModelProto network, int size)
    {
        ModelProto result = NetworkSlice.ShallowCopy(network);
        GraphProto graph = result.Graph;
        var dimensions = graph.Input[0].Type.TensorType.Shape.Dim;
        (long height, long width) = (dimensions[2].DimValue, dimensions[3].DimValue);
        long top = ResizePolicy.CropOffset(size, height), left = ResizePolicy.CropOffset(size, width);
        graph.Node.Insert(0, Slice(result, [top, left], [top + height, left + width]));
        graph.Input[0] = GraphElements.BatchOf(Uncropped, 3, size, size);
        return result;
    }

    /// <summary>The network that <see cref="Prepend"/> was given; any other network as it is.</summary>
    public static ModelProto Remove(ModelProto network, int height, int width)
    {
        if (network.Graph.Input[0].Name != Uncropped)
            return network;
        ModelProto result = NetworkSlice.ShallowCopy(network);
        FlatOutput.Remove(result);
        NodeProto crop = result.Graph.Node[0];
        result.Graph.Node.RemoveAt(0);
        foreach (TensorProto bound in result.Graph.Initializer.Where(i => crop.Input.Contains(i.Name)).ToArray())
            result.Graph.Initializer.Remove(bound);
        result.Graph.Input[0] = GraphElements.BatchOf(TensorNames.Image, 3, height, width);
        return result;
    }

    private static NodeProto Slice(ModelProto network, long[] starts, long[] ends)
    {
        // Until opset 9 the bounds are attributes.
        if (Opset.Of(network) < 10)
        {
            return GraphElements.Node(
                "Slice", [Uncropped], TensorNames.Image,
                GraphElements.Attribute("starts", starts), GraphElements.Attribute("ends", ends), GraphElements.Attribute("axes", 2L, 3L));
        }

        network.Graph.Initializer.Add(GraphElements.Tensor("Crop.Starts", starts));
        network.Graph.Initializer.Add(GraphElements.Tensor("Crop.Ends", ends));
        network.Graph.Initializer.Add(GraphElements.Tensor("Crop.Axes", 2L, 3L));
        return GraphElements.Node("Slice", [Uncropped, "Crop.Starts", "Crop.Ends", "Crop.Axes"], TensorNames.Image);
    }
}
