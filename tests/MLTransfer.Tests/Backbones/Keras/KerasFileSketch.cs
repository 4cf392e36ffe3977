using PureHDF;

namespace MLTransfer.Tests.Backbones.Keras;

/// <summary>Writes small files in the layout of Keras.</summary>
internal static class KerasFileSketch
{
    /// <summary>A layer's group: its tensors in order, each with its shape; the values of the whole file count up from 0.</summary>
    public static H5Group Layer(ref int next, params (string Name, int[] Shape)[] tensors)
    {
        var group = new H5Group { Attributes = new() { ["weight_names"] = tensors.Select(t => t.Name).ToArray() } };
        foreach ((string name, int[] shape) in tensors)
        {
            int count = shape.Aggregate(1, (product, d) => product * d);
            float[] values = [.. Enumerable.Range(next, count).Select(i => (float)i)];
            Place(group, name.Split('/'), new H5Dataset(values, fileDims: [.. shape.Select(d => (ulong)d)]));
            next += count;
        }

        return group;
    }

    public static H5File File(params (string Name, H5Group Group)[] layers)
    {
        var file = new H5File { Attributes = new() { ["layer_names"] = layers.Select(l => l.Name).ToArray() } };
        foreach ((string name, H5Group group) in layers)
            Place(file, name.Split('/'), group);
        return file;
    }

    private static void Place(H5Group group, string[] path, H5Object thing)
    {
        foreach (string step in path[..^1])
        {
            if (!group.TryGetValue(step, out object? next))
                group[step] = next = new H5Group();
            group = (H5Group)next;
        }

        group[path[^1]] = thing;
    }
}
