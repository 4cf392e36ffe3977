using Onnx;

namespace MLTransfer.Networks;

/// <summary>Puts other values into the weights of a network.</summary>
internal static class WeightReplacement
{
    /// <summary>
    /// A network with new values in some of its constants. All other tensors are shared with <paramref name="network"/>, which does not change.
    /// A Constant node whose value is replaced becomes an initializer of the same name.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="values">The values by the name of the initializer or the output of the Constant node, in row-major order. The network has these
    /// arrays themselves, so they must not change any more.</param>
    /// <exception cref="ArgumentException">There is no such constant, or it has another number of values.</exception>
    public static ModelProto Apply(ModelProto network, IReadOnlyDictionary<string, float[]> values)
    {
        ModelProto result = NetworkSlice.ShallowCopy(network);
        GraphProto graph = result.Graph;
        var missing = values.Keys.ToHashSet();
        for (int i = 0; i < graph.Initializer.Count; i++)
        {
            if (missing.Remove(graph.Initializer[i].Name))
                graph.Initializer[i] = WithValues(graph.Initializer[i], graph.Initializer[i].Name, values);
        }

        foreach (NodeProto node in graph.Node.ToArray())
        {
            if (ConstantNode.ValueOf(node) is not { } constant || !missing.Remove(node.Output[0]))
                continue;
            graph.Node.Remove(node);
            graph.Initializer.Add(WithValues(constant, node.Output[0], values));
        }

        return missing.Count == 0
            ? result
            : throw new ArgumentException($"The network has no constant named {string.Join(", ", missing.Select(n => $"'{n}'"))}.", nameof(values));
    }

    private static TensorProto WithValues(TensorProto old, string name, IReadOnlyDictionary<string, float[]> values)
    {
        float[] replacement = values[name];
        long count = old.Dims.ElementCount();
        return replacement.Length == count
            ? GraphElements.Owner(name, replacement, old.Dims)
            : throw new ArgumentException($"'{name}' has {count} values, not {replacement.Length}.", nameof(values));
    }
}
