using Onnx;

namespace MLTransfer.Networks;

/// <summary>Finds the cuts of a network: the tensors that every path from its input to its output crosses.</summary>
/// <remarks>
/// These are the dominators of the output in the graph of tensors. The graph has no cycles and its nodes are sorted, so one pass
/// gives every tensor's immediate dominator: the closest common dominator of what its node reads
/// (Cooper, Harvey, Kennedy, "A Simple, Fast Dominance Algorithm", 2001, with a single iteration).
/// </remarks>
internal static class CutFinder
{
    /// <summary>The cuts from the input (left out) to the output (included).</summary>
    public static IReadOnlyList<string> Find(GraphProto graph)
    {
        string input = graph.Input[0].Name;
        var dominators = new Dictionary<string, (string? Parent, int Depth)> { [input] = (null, 0) };
        foreach (NodeProto node in graph.Node)
        {
            string? parent = NetworkGraph.InputsOf(node).Where(dominators.ContainsKey)
                .Aggregate((string?)null, (common, tensor) => common is null ? tensor : ClosestCommon(common, tensor));
            if (parent is null)
                continue;
            foreach (string output in node.Output)
                dominators[output] = (parent, dominators[parent].Depth + 1);
        }

        var cuts = new List<string>();
        for (string? tensor = graph.Output[0].Name; tensor is not null && tensor != input; tensor = dominators[tensor].Parent)
        {
            if (!dominators.ContainsKey(tensor))
                return [];
            cuts.Add(tensor);
        }

        cuts.Reverse();
        return cuts;

        string ClosestCommon(string a, string b)
        {
            while (a != b)
            {
                if (dominators[a].Depth >= dominators[b].Depth)
                    a = dominators[a].Parent!;
                else
                    b = dominators[b].Parent!;
            }

            return a;
        }
    }
}
