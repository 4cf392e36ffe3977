namespace MLTransfer.Backbones.Keras;

/// <summary>The order in which Keras lists the layers of a model, and thus saves their weights.</summary>
/// <remarks>
/// Layers are sorted by their depth, the length of the longest path to the output, the deepest first. Of equal ones that comes first which a walk
/// from the output against the arrows, at each layer along its inputs in order, meets first. Where branches are unequally long this is not the
/// order in which the layers were written down.
/// </remarks>
internal static class KerasLayerOrder
{
    /// <param name="layers">The layers, each behind those that it reads.</param>
    /// <param name="output">The last one.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<KerasLayer> layers, string output)
    {
        var depths = new Dictionary<string, int> { [output] = 0 };
        foreach (KerasLayer layer in layers.Reverse().Where(l => depths.ContainsKey(l.Name)))
        {
            foreach (string input in layer.Inputs)
                depths[input] = Math.Max(depths.GetValueOrDefault(input), depths[layer.Name] + 1);
        }

        return [.. WalkFrom(output, layers.ToDictionary(l => l.Name)).OrderByDescending(name => depths[name])];
    }

    // With a stack of its own: a network may be deeper than the thread's.
    private static List<string> WalkFrom(string output, Dictionary<string, KerasLayer> layers)
    {
        var met = new HashSet<string>();
        var walk = new List<string>();
        var open = new Stack<string>([output]);
        while (open.TryPop(out string? name))
        {
            if (!met.Add(name))
                continue;
            walk.Add(name);
            foreach (string input in layers[name].Inputs.Reverse())
                open.Push(input);
        }

        return walk;
    }
}
