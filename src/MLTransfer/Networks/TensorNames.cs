using Google.Protobuf;
using Google.Protobuf.Collections;
using Onnx;

namespace MLTransfer.Networks;

/// <summary>The names that this library gives to the ends of its networks.</summary>
internal static class TensorNames
{
    /// <summary>The input: float32 [N, 3, height, width], RGB, 0..255.</summary>
    public const string Image = "Image";

    /// <summary>The bottleneck features: float32 [N, D].</summary>
    public const string Features = "MLTransfer.Features";

    /// <summary>What the head computes before the softmax: float32 [N, classes].</summary>
    public const string Logits = "Logits";

    /// <summary>The probabilities: float32 [N, classes].</summary>
    public const string Score = "Score";

    /// <summary>What the names of freed shapes start with.</summary>
    public const string BatchPrefix = "Batch.";

    /// <summary>What the names start with that quantisation adds.</summary>
    public const string QuantisedPrefix = "Quantised.";

    private static readonly HashSet<string> Reserved = [Image, Features, Logits, Score, CentreCrop.Uncropped];
    private static readonly string[] ReservedPrefixes = [BatchPrefix, QuantisedPrefix, "Normalise.", "Features.", "Head.", "Crop.", "Flat."];

    /// <summary>Renames what bears, in a foreign network, a name that this library gives: tensors and nodes, in bodies of nodes too.</summary>
    /// <returns>The new names by the old ones.</returns>
    public static IReadOnlyDictionary<string, string> Release(ModelProto network)
        => Release(network, name => Reserved.Contains(name) || ReservedPrefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal)));

    /// <summary>Renames what bears one of some names. Changes the network in place, but none of its nodes and tensors: they may be shared.</summary>
    /// <returns>The new names by the old ones.</returns>
    public static IReadOnlyDictionary<string, string> Release(ModelProto network, Func<string, bool> isWanted)
    {
        var names = NamesIn(network.Graph).ToHashSet();
        var renamed = new Dictionary<string, string>();
        foreach (string name in names.Where(isWanted).ToArray())
        {
            string free = $"Network.{name}";
            while (!names.Add(free))
                free = $"Network.{free}";
            renamed[name] = free;
        }

        if (renamed.Count > 0)
            Rename(network.Graph, renamed);
        return renamed;
    }

    private static IEnumerable<string> NamesIn(GraphProto graph)
        => graph.Input.Concat(graph.Output).Concat(graph.ValueInfo).Select(v => v.Name)
            .Concat(graph.Initializer.Select(i => i.Name))
            .Concat(graph.SparseInitializer.Select(s => s.Values?.Name ?? ""))
            .Concat(graph.Node.SelectMany(NamesIn));

    private static IEnumerable<string> NamesIn(NodeProto node)
        => node.Input.Concat(node.Output).Append(node.Name).Concat(NetworkGraph.BodiesOf(node).SelectMany(NamesIn));

    private static void Rename(GraphProto graph, Dictionary<string, string> names)
    {
        foreach (var values in new[] { graph.Input, graph.Output, graph.ValueInfo })
            Replace(values, v => names.ContainsKey(v.Name), v => v.Name = names[v.Name]);
        Replace(graph.Initializer, i => names.ContainsKey(i.Name), i => i.Name = names[i.Name]);
        Replace(graph.SparseInitializer, s => names.ContainsKey(s.Values?.Name ?? ""), s => s.Values.Name = names[s.Values.Name]);
        Replace(graph.Node, n => NamesIn(n).Any(names.ContainsKey), n => Rename(n, names));
    }

    private static void Rename(NodeProto node, Dictionary<string, string> names)
    {
        node.Name = names.GetValueOrDefault(node.Name, node.Name);
        foreach (RepeatedField<string> tensors in new[] { node.Input, node.Output })
        {
            for (int i = 0; i < tensors.Count; i++)
                tensors[i] = names.GetValueOrDefault(tensors[i], tensors[i]);
        }

        foreach (GraphProto body in NetworkGraph.BodiesOf(node))
            Rename(body, names);
    }

    private static void Replace<T>(RepeatedField<T> items, Func<T, bool> isMeant, Action<T> change)
        where T : class, IDeepCloneable<T>
    {
        for (int i = 0; i < items.Count; i++)
        {
            if (!isMeant(items[i]))
                continue;
            items[i] = items[i].Clone();
            change(items[i]);
        }
    }
}
