using PureHDF;

namespace MLTransfer.Backbones.Keras;

/// <summary>A layer with weights in a Keras file.</summary>
/// <param name="Name">The name it has there, which need not be today's.</param>
/// <param name="Group">The group that its tensors lie in.</param>
/// <param name="Tensors">Their paths in the group, in the order in which Keras keeps them.</param>
internal sealed record KerasFileLayer(string Name, IH5Group Group, IReadOnlyList<string> Tensors)
{
    /// <summary>The layers in the order of the file; those of a model inside the model in its place.</summary>
    /// <param name="file">The file.</param>
    /// <param name="bytes">Its size: no list of names is longer.</param>
    /// <exception cref="FormatException">The file is not laid out as Keras lays out weights.</exception>
    public static IReadOnlyList<KerasFileLayer> In(IH5Group file, long bytes)
    {
        // A whole model that was saved has its weights in a group.
        IH5Group root = file.LinkExists("model_weights") ? file.Group("model_weights") : file;
        string[] names = NamesIn(root, "layer_names", bytes)
            ?? throw new FormatException(
                "it has no attribute 'layer_names', as files of Keras 1 and 2 have. Keras 3 writes such a file by model.save(\"NAME.h5\").");
        return [.. names.SelectMany(name => LayersIn(root, name, bytes))];
    }

    private static IEnumerable<KerasFileLayer> LayersIn(IH5Group root, string name, long bytes)
    {
        IH5Group group = root.Group(name);
        string[] tensors = NamesIn(group, "weight_names", bytes)
            ?? throw new FormatException($"the layer '{name}' has no attribute 'weight_names'.");
        // Of a model inside the model all that learns comes first, then the statistics: a layer's tensors lie apart. Their paths tell the layer.
        string[] layers = [.. tensors.Select(GroupOf).Distinct()];
        if (layers.Length > 1 && layers.All(l => l.Length > 0))
            return layers.Select(layer => new KerasFileLayer($"{name}/{layer}", group, [.. tensors.Where(t => GroupOf(t) == layer)]));
        return tensors.Length > 0 ? [new KerasFileLayer(name, group, tensors)] : [];
    }

    private static string GroupOf(string tensor) => tensor[..Math.Max(0, tensor.LastIndexOf('/'))];

    /// <summary>The values of an attribute; null where there is none. A long one is in parts, numbered from 0.</summary>
    private static string[]? NamesIn(IH5Object owner, string attribute, long bytes)
    {
        if (owner.AttributeExists(attribute))
            return Names(owner.Attribute(attribute), bytes);
        var names = new List<string>();
        int part = 0;
        for (; owner.AttributeExists($"{attribute}{part}"); part++)
            names.AddRange(Names(owner.Attribute($"{attribute}{part}"), bytes));
        return part > 0 ? [.. names] : null;
    }

    private static string[] Names(IH5Attribute attribute, long bytes)
    {
        UInt128 count = attribute.Space.Dimensions.Aggregate(UInt128.One, (product, d) => product * d);
        if (count == 0)
            return [];
        return attribute.Space.Dimensions.Length == 1 && count * (uint)attribute.Type.Size <= (UInt128)bytes
            ? attribute.Read<string[]>()
            : throw new FormatException($"the attribute '{attribute.Name}' is no list of names.");
    }
}
