using Onnx;

namespace MLTransfer.Networks;

/// <summary>Finds the constants above a cut that learn.</summary>
internal static class LearnableWeights
{
    /// <summary>
    /// The float32 constants that are weights, biases, or scales and shifts of an operator between two tensors, directly or by way of operators
    /// that only rearrange them, in the order of their use. What gets no gradient is none, nor what a node below the cut uses as well.
    /// </summary>
    /// <param name="network">The whole network.</param>
    /// <param name="input">The tensor at the cut.</param>
    /// <param name="output">The tensor whose gradient is known.</param>
    /// <param name="includeNormalisation">
    /// Whether scale and bias of BatchNormalization and LayerNormalization learn, also where the latter is in its parts.
    /// </param>
    /// <exception cref="NetworkException">There are no such tensors.</exception>
    public static IReadOnlyList<LearnableWeight> Find(ModelProto network, string input, string output, bool includeNormalisation)
    {
        var part = new NetworkPart(network, input, output);
        HashSet<string> frozen = UsedBelow(network, input);
        frozen.UnionWith(UsedWithoutGradient(part));
        HashSet<string> withGradient = TensorsWithGradient(part);
        NodeProto[] layers = LayersOf(part);
        var found = new Dictionary<string, LearnableWeight>();
        for (int layer = 0; layer < layers.Length; layer++)
        {
            double depth = layers.Length == 1 ? 1 : layer / (layers.Length - 1.0);
            foreach (LearnableWeight weight in WeightsOf(layers[layer], part, depth, includeNormalisation))
            {
                if (layers[layer].Output.Any(withGradient.Contains) && !frozen.Contains(weight.Name))
                    found.TryAdd(weight.Name, weight);
            }
        }

        return [.. found.Values.OrderBy(w => w.Depth)];
    }

    private static IEnumerable<LearnableWeight> WeightsOf(NodeProto node, NetworkPart part, double depth, bool includeNormalisation)
    {
        for (int operand = 0; operand < node.Input.Count; operand++)
        {
            if (OriginOf(node.Input[operand], part) is not { } name
                || part.ConstantOf(name) is not { DataType: (int)TensorProto.Types.DataType.Float } constant)
            {
                continue;
            }

            long elements = constant.Dims.ElementCount();
            if (elements > 0 && OperandRoles.IsWeight(node, operand, elements, includeNormalisation)
                && (includeNormalisation || !DecomposedNormalisation.IsScaleOrShift(node, operand, part)))
            {
                yield return new LearnableWeight(name, [.. constant.Dims], OperandRoles.Decays(node, operand) && constant.Dims.Count > 1, depth);
            }
        }
    }

    /// <summary>The nodes that depend on the cut: constants that are rearranged are no layers.</summary>
    private static NodeProto[] LayersOf(NetworkPart part)
    {
        var reached = new HashSet<string> { part.Input };
        var layers = new List<NodeProto>();
        foreach (NodeProto node in part.Nodes.Where(n => NetworkGraph.InputsOf(n).Any(reached.Contains)))
        {
            layers.Add(node);
            reached.UnionWith(node.Output.Where(o => o.Length > 0));
        }

        return [.. layers];
    }

    /// <summary>The constant that a tensor is, or is rearranged from; null for what is computed otherwise.</summary>
    private static string? OriginOf(string tensor, NetworkPart part)
    {
        while (part.ProducerOf(tensor) is { } producer)
        {
            if (!OperandRoles.OnlyRearranges(producer))
                return null;
            tensor = producer.Input[0];
        }

        return part.ConstantOf(tensor) is null ? null : tensor;
    }

    private static HashSet<string> TensorsWithGradient(NetworkPart part)
    {
        var tensors = new HashSet<string> { part.Output };
        foreach (NodeProto node in part.Nodes.Reverse().Where(n => n.Output.Any(tensors.Contains)))
            tensors.UnionWith(node.Input.Where((name, operand) => name.Length > 0 && OperandRoles.HasGradient(node, operand)));
        return tensors;
    }

    private static HashSet<string> UsedBelow(ModelProto network, string input)
        => [.. NetworkSlice.Below(network, input).Graph.Node.SelectMany(NetworkGraph.InputsOf)];

    private static IEnumerable<string> UsedWithoutGradient(NetworkPart part)
        => part.Nodes.SelectMany(node => node.Input.Where((_, operand) => !OperandRoles.HasGradient(node, operand)))
            .Select(tensor => OriginOf(tensor, part)).OfType<string>();
}
