using Onnx;

namespace MLTransfer.Networks;

/// <summary>Frees the batch of a network that was exported for a fixed one, so that it takes any number of images at once.</summary>
internal static class BatchDimension
{
    /// <summary>
    /// Makes the first dimension of input and output symbolic, forgets the shapes in between, and turns constant shapes of Reshape that
    /// name the old batch into ones that keep whatever comes in.
    /// </summary>
    /// <param name="network">The network; changed in place.</param>
    /// <param name="height">The height of its images.</param>
    /// <param name="width">The width of its images.</param>
    public static void Free(ModelProto network, int height, int width)
    {
        GraphProto graph = network.Graph;
        long batch = graph.Input[0].Type.TensorType.Shape.Dim[0].DimValue;
        // Since IR version 4 an initializer need not be listed as an input.
        network.IrVersion = Math.Max(network.IrVersion, 4);
        graph.ValueInfo.Clear();
        string input = graph.Input[0].Name, output = graph.Output[0].Name;
        graph.Input.Clear();
        graph.Input.Add(GraphElements.BatchOf(input, 3, height, width));
        graph.Output.Clear();
        graph.Output.Add(GraphElements.Untyped(output));
        if (batch > 0)
            FreeReshapes(graph, batch);
    }

    private static void FreeReshapes(GraphProto graph, long batch)
    {
        var index = new NetworkGraph(graph, graph.Name);
        HashSet<string> computed = NetworkGraph.ComputedFrom(graph, graph.Input[0].Name);
        for (int i = 0; i < graph.Node.Count; i++)
        {
            NodeProto node = graph.Node[i];
            if (node.OpType != "Reshape" || node.Input.Count < 2 || !computed.Contains(node.Input[0]) || index.ConstantOf(node.Input[1]) is not { } shape)
                continue;
            long[] dimensions = TensorValues.Integers(shape);
            if (dimensions.Length == 0 || dimensions[0] != batch)
                continue;

            // 0 stands for "as in the input", unless the node says that it stands for nothing else than 0.
            NodeProto freed = node.Clone();
            if (freed.Attribute.FirstOrDefault(a => a.Name == "allowzero") is { I: not 0 } allowZero)
            {
                if (dimensions.Skip(1).Contains(0))
                    continue;
                freed.Attribute.Remove(allowZero);
            }

            // A vector takes all there is: its input may be a scalar, which has no dimension to copy.
            dimensions[0] = dimensions.Length == 1 ? -1 : 0;
            freed.Input[1] = $"{TensorNames.BatchPrefix}{node.Output[0]}";
            graph.Node[i] = freed;
            graph.Initializer.Add(GraphElements.Tensor(freed.Input[1], dimensions));
        }
    }
}
