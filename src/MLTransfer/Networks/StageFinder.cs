using Onnx;

namespace MLTransfer.Networks;

/// <summary>Finds the stages of a convolutional network: runs of layers that work at one resolution, each ending at a cut.</summary>
internal static class StageFinder
{
    /// <summary>The last cut of each resolution, from the first convolution on, with its shape [C, H, W].</summary>
    /// <remarks>A run without a convolution, such as the pooling that ends a VGG network, is no stage: unfreezing it would teach nothing.</remarks>
    /// <param name="graph">The network.</param>
    /// <param name="cuts">Its cuts, from input to output.</param>
    /// <param name="shapes">The shapes of the cuts, without the batch.</param>
    public static IReadOnlyList<(string Tensor, long[] Shape)> Find(
        GraphProto graph, IReadOnlyList<string> cuts, IReadOnlyDictionary<string, long[]> shapes)
    {
        var index = new NetworkGraph(graph, graph.Name);
        var stages = new List<(string Tensor, long[] Shape)>();
        Dictionary<string, int> positions = graph.Node.SelectMany((n, i) => n.Output.Where(o => o.Length > 0).Select(o => (o, i))).ToDictionary();
        int start = 0;
        foreach (var cutsOfResolution in cuts
            .SkipWhile(cut => index.ProducerOf(cut)?.OpType != "Conv")
            .Where(cut => shapes.TryGetValue(cut, out long[]? shape) && shape is [_, > 1, > 1])
            .GroupBy(cut => (shapes[cut][1], shapes[cut][2])))
        {
            string tensor = cutsOfResolution.Last();
            int end = positions[tensor] + 1;
            if (!graph.Node.Take(start..Math.Max(start, end)).Any(n => n.OpType == "Conv"))
                continue;
            stages.Add((tensor, shapes[tensor]));
            start = end;
        }

        return stages;
    }
}
