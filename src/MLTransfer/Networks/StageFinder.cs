using Onnx;

namespace MLTransfer.Networks;

/// <summary>
/// Finds the stages of a network: runs of layers that work at one resolution, each ending at a cut. A vision transformer that keeps its tokens
/// from beginning to end has a stage for each of its blocks.
/// </summary>
internal sealed class StageFinder
{
    private static readonly HashSet<string> Attention = ["Attention", "MultiHeadAttention", "Softmax"];

    private readonly GraphProto _graph;
    private readonly NetworkGraph _index;
    private readonly IReadOnlyList<string> _cuts;
    private readonly IReadOnlyDictionary<string, long[]> _shapes;
    private readonly Dictionary<string, int> _positions;

    private StageFinder(GraphProto graph, IReadOnlyList<string> cuts, IReadOnlyDictionary<string, long[]> shapes)
    {
        _graph = graph;
        _index = new NetworkGraph(graph, graph.Name);
        _shapes = shapes;
        _positions = graph.Node.SelectMany((n, i) => n.Output.Where(o => o.Length > 0).Select(o => (o, i))).ToDictionary();
        _cuts = [.. cuts.SkipWhile(cut => _index.ProducerOf(cut) is not { } producer || !IsLayer(producer))];
    }

    /// <summary>
    /// The last cut of each resolution or block, from the first layer with weights on, with its shape [C, H, W], [H, W, C] or [tokens, C].
    /// </summary>
    /// <remarks>A run without weights, such as the pooling that ends a VGG network, is no stage: unfreezing it would teach nothing.</remarks>
    /// <param name="graph">The network.</param>
    /// <param name="cuts">Its cuts, from input to output.</param>
    /// <param name="shapes">The shapes of the cuts, without the batch.</param>
    public static IReadOnlyList<(string Tensor, long[] Shape)> Find(
        GraphProto graph, IReadOnlyList<string> cuts, IReadOnlyDictionary<string, long[]> shapes)
        => new StageFinder(graph, cuts, shapes).Find();

    private List<(string Tensor, long[] Shape)> Find()
    {
        string[][] runs = [.. _cuts.Where(IsMap).GroupBy(Resolution).Select(run => run.ToArray())];
        string[][] tokens = [.. runs.Where(run => _shapes[run[0]].Length == 2 && HasLayer(End(run[0]), End(run[^1])))];
        var stages = new List<(string Tensor, long[] Shape)>();
        int start = 0;
        foreach (string tensor in runs.SelectMany(run => tokens is [var only] && run == only ? BlockEnds(run) : [run[^1]]))
        {
            int end = End(tensor);
            if (!HasLayer(start, end))
                continue;
            stages.Add((tensor, _shapes[tensor]));
            start = end;
        }

        return stages;
    }

    private bool IsMap(string cut)
        => _shapes.TryGetValue(cut, out long[]? shape) && (shape is [> 1, > 1] || shape is [_, > 1, > 1]);

    private (long Rows, long Columns, bool IsTokens) Resolution(string cut) => _shapes[cut] switch
    {
        [var tokens, var channels] => (tokens, channels, true),
        [var rows, var columns, _] shape when ActivationLayout.IsChannelsLast(_graph, shape) => (rows, columns, false),
        var shape => (shape[1], shape[2], false),
    };

    /// <summary>A block starts with attention: where that follows, the block before ends.</summary>
    private IEnumerable<string> BlockEnds(string[] run)
    {
        Dictionary<string, string> following = _cuts.Zip(_cuts.Skip(1)).ToDictionary(pair => pair.First, pair => pair.Second);
        return run.Where(cut => cut == run[^1] || (following.TryGetValue(cut, out string? next) && Nodes(End(cut), End(next)).Any(IsAttention)));
    }

    private int End(string tensor) => _positions[tensor] + 1;

    private IEnumerable<NodeProto> Nodes(int start, int end) => _graph.Node.Take(start..Math.Max(start, end));

    private bool HasLayer(int start, int end) => Nodes(start, end).Any(IsLayer);

    private static bool IsAttention(NodeProto node) => Attention.Contains(node.OpType);

    private bool IsLayer(NodeProto node)
        => node.OpType == "Conv" || (node.OpType is "Gemm" or "MatMul" && node.Input.Skip(1).Take(1).Any(IsConstant));

    // Exporters share equal weights by way of Identity, and transpose some.
    private bool IsConstant(string tensor)
    {
        while (_index.ConstantOf(tensor) is null)
        {
            if (_index.ProducerOf(tensor) is not { } producer || !OperandRoles.OnlyRearranges(producer))
                return false;
            tensor = producer.Input[0];
        }

        return true;
    }
}
