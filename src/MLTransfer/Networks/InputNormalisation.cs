using Onnx;

namespace MLTransfer.Networks;

/// <summary>What turns RGB values 0..255 into what a network was trained on: (x - mean) / deviation, in the network's channel order.</summary>
/// <param name="SwapsChannels">Whether the network wants blue, green, red.</param>
/// <param name="Mean">Per channel (3 values) or per pixel (3 x height x width), in the network's channel order.</param>
/// <param name="Deviation">Per channel (3 values), in the network's channel order.</param>
internal sealed record InputNormalisation(bool SwapsChannels, float[] Mean, float[] Deviation)
{
    /// <summary>
    /// Puts the normalisation before the first node, so that the network's input, from now on <see cref="TensorNames.Image"/>,
    /// is RGB 0..255.
    /// </summary>
    public void Prepend(ModelProto network, int height, int width)
    {
        GraphProto graph = network.Graph;
        string normalised = graph.Input[0].Name;
        var nodes = new List<NodeProto>();
        string current = TensorNames.Image;

        // The swap costs nothing where the first convolution can take its weights in the other order.
        bool swapInGraph = SwapsChannels && !TrySwapFirstConvolution(graph, normalised);
        bool rgbOrder = SwapsChannels && !swapInGraph;
        if (swapInGraph)
        {
            graph.Initializer.Add(GraphElements.Tensor("Normalise.Channels", 2L, 1L, 0L));
            Add("Gather", "Normalise.Channels", "Normalise.Swapped", GraphElements.Attribute("axis", 1));
        }

        if (Mean.Any(m => m != 0))
        {
            float[] mean = rgbOrder ? Swapped(Mean) : Mean;
            long[] shape = mean.Length == 3 ? [1, 3, 1, 1] : [1, 3, height, width];
            graph.Initializer.Add(GraphElements.Tensor("Normalise.Mean", mean, shape));
            Add("Sub", "Normalise.Mean", "Normalise.Centred");
        }

        if (Deviation.Any(d => d != 1))
        {
            graph.Initializer.Add(GraphElements.Tensor("Normalise.Deviation", rgbOrder ? Swapped(Deviation) : Deviation, 1, 3, 1, 1));
            Add("Div", "Normalise.Deviation", "Normalise.Scaled");
        }

        nodes.Add(GraphElements.Node("Identity", [current], normalised));
        for (int i = 0; i < nodes.Count; i++)
            graph.Node.Insert(i, nodes[i]);
        graph.Input[0] = GraphElements.BatchOf(TensorNames.Image, 3, height, width);

        void Add(string operation, string constant, string output, params ReadOnlySpan<AttributeProto> attributes)
        {
            nodes.Add(GraphElements.Node(operation, [current, constant], output, attributes));
            current = output;
        }
    }

    private static bool TrySwapFirstConvolution(GraphProto graph, string input)
    {
        var index = new NetworkGraph(graph, graph.Name);
        if (index.ConsumersOf(input) is not [{ OpType: "Conv", Input: [_, var weightsName, ..] } convolution]
            || index.ConstantOf(weightsName) is not { Dims: [_, 3, > 0 and < 1024 and var height, > 0 and < 1024 and var width] } weights)
            return false;

        // Where a damaged file states another shape than it has values, the runtime will say so.
        float[] values = TensorValues.Floats(weights);
        (long filters, long rest) = Math.DivRem(values.Length, 3 * height * width);
        if (filters == 0 || rest != 0 || filters != weights.Dims[0])
            return false;
        int filterSize = values.Length / (int)filters;
        for (int start = 0; start < values.Length; start += filterSize)
            Swapped(values.AsSpan(start, filterSize)).CopyTo(values, start);

        NodeProto swapped = convolution.Clone();
        swapped.Input[1] = $"Normalise.{weightsName}";
        graph.Node[graph.Node.IndexOf(convolution)] = swapped;
        graph.Initializer.Add(GraphElements.Tensor(swapped.Input[1], values, [.. weights.Dims]));
        if (index.ConsumersOf(weights.Name).Count == 1)
            graph.Initializer.Remove(weights);
        return true;
    }

    /// <summary>The same values with the first and the last of three equal planes exchanged.</summary>
    private static float[] Swapped(ReadOnlySpan<float> planes)
    {
        int size = planes.Length / 3;
        return [.. planes[(2 * size)..], .. planes[size..(2 * size)], .. planes[..size]];
    }
}
