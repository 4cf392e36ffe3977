using System.Runtime.InteropServices;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLTransfer.Networks.Quantisation;

/// <summary>
/// Turns a network of QuantizeLinear and DequantizeLinear back into one of floats. Its weights are the values that the bytes stand for. Where an
/// activation went through bytes, a Clip to what those could hold takes the place of the pair: it ends where they ended, and rounds nothing.
/// </summary>
internal sealed class FloatGraph
{
    // Since this version Clip takes its limits as inputs.
    private const long OldestOpset = 11;

    private readonly ModelProto _result;
    private readonly NetworkGraph _index;

    // What stands in for tensors that are no longer computed.
    private readonly Dictionary<string, string> _same = [];

    private FloatGraph(ModelProto network)
    {
        _result = NetworkSlice.ShallowCopy(network);
        _result.Graph.Node.Clear();
        _index = new NetworkGraph(network.Graph, network.Graph.Name);
    }

    /// <summary>Whether a network computes, in part, on bytes.</summary>
    public static bool IsQuantised(ModelProto network) => network.Graph.Node.Any(n => n.OpType is "QuantizeLinear" or "DequantizeLinear");

    /// <summary>The float network.</summary>
    /// <param name="network">The network; it does not change.</param>
    /// <param name="obstacle">Why it cannot be had; null where it can.</param>
    public static ModelProto? TryCreate(ModelProto network, out string? obstacle)
    {
        obstacle = Opset.Of(network) < OldestOpset
            ? $"it is in version {Opset.Of(network)} of the operators, and {OldestOpset} is the oldest that this can be done in"
            : null;
        if (obstacle is not null)
            return null;
        var graph = new FloatGraph(network);
        obstacle = network.Graph.Node.Select(graph.ObstacleIn).FirstOrDefault(o => o is not null);
        return obstacle is null ? graph.Write(network.Graph) : null;
    }

    private ModelProto Write(GraphProto source)
    {
        foreach (NodeProto node in source.Node)
        {
            if (IsBarrier(node))
                _same[node.Output[0]] = Current(node.Input[0]);
            else if (node.OpType == "DequantizeLinear")
                Dequantise(node);
            else if (node.OpType != "QuantizeLinear")
                _result.Graph.Node.Add(Rewired(node));
        }

        NetworkSlice.RemoveUnused(_result.Graph);
        return _result;
    }

    /// <summary>What of a node this does not know; null where it knows all.</summary>
    private string? ObstacleIn(NodeProto node)
    {
        if (node.OpType == "QuantizeLinear")
        {
            NodeProto? other = _index.ConsumersOf(node.Output[0]).FirstOrDefault(n => n.OpType != "DequantizeLinear");
            return other is null ? null : $"its node '{other.Name}' ({other.OpType}) takes bytes";
        }

        if (node.OpType != "DequantizeLinear")
            return null;
        bool isKnown = _index.ConstantOf(node.Input[0]) is { } weights
            ? CodesOf(weights) is not null && ScalesOf(node) is not null
            : _index.ProducerOf(node.Input[0])?.OpType == "QuantizeLinear" && ScalesOf(node) is [_] && CodesAt(node) is [_];
        return isKnown ? null : $"its node '{node.Name}' (DequantizeLinear) is of a kind that this library does not write";
    }

    private void Dequantise(NodeProto node)
    {
        string output = node.Output[0];
        float[] scales = ScalesOf(node)!;
        int[] zeros = CodesAt(node)!;
        if (_index.ConstantOf(node.Input[0]) is { } weights)
        {
            _result.Graph.Initializer.Add(GraphElements.Tensor(output, Values(node, weights, scales, zeros), [.. weights.Dims]));
            return;
        }

        (int lowest, int highest) = _index.ConstantOf(node.Input.ElementAtOrDefault(2) ?? "")?.DataType == (int)DataType.Int8
            ? ((int)sbyte.MinValue, (int)sbyte.MaxValue)
            : (byte.MinValue, byte.MaxValue);
        string low = $"{TensorNames.QuantisedPrefix}{output}.low", high = $"{TensorNames.QuantisedPrefix}{output}.high";
        _result.Graph.Initializer.Add(GraphElements.Tensor(low, [(lowest - zeros[0]) * scales[0]], []));
        _result.Graph.Initializer.Add(GraphElements.Tensor(high, [(highest - zeros[0]) * scales[0]], []));
        NodeProto clip = GraphElements.Node("Clip", [Current(_index.ProducerOf(node.Input[0])!.Input[0]), low, high], output);
        // The node before may bear the name of this tensor.
        clip.Name = node.Name;
        _result.Graph.Node.Add(clip);
    }

    private static float[] Values(NodeProto node, TensorProto weights, float[] scales, int[] zeros)
    {
        int[] codes = CodesOf(weights)!;
        int axis = (int)(node.Attribute.FirstOrDefault(a => a.Name == "axis")?.I ?? 1);
        long inner = weights.Dims.Skip(axis + 1).Aggregate(1L, (a, b) => a * b);
        var values = new float[codes.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int channel = scales.Length == 1 ? 0 : (int)(i / inner % scales.Length);
            values[i] = (codes[i] - zeros[zeros.Length == 1 ? 0 : channel]) * scales[channel];
        }

        return values;
    }

    private float[]? ScalesOf(NodeProto node)
        => _index.ConstantOf(node.Input[1]) is { DataType: (int)DataType.Float } scale && TensorValues.Floats(scale) is { Length: > 0 } scales
            ? scales
            : null;

    /// <summary>The codes of zero; null where they are not constant.</summary>
    private int[]? CodesAt(NodeProto node)
        => node.Input.Count < 3 ? [0] : _index.ConstantOf(node.Input[2]) is { } zero ? CodesOf(zero) : null;

    private static int[]? CodesOf(TensorProto tensor) => (DataType)tensor.DataType switch
    {
        _ when tensor.RawData.IsEmpty => null,
        DataType.Int8 => [.. MemoryMarshal.Cast<byte, sbyte>(tensor.RawData.Span)],
        DataType.Uint8 => [.. tensor.RawData.Span],
        DataType.Int32 => MemoryMarshal.Cast<byte, int>(tensor.RawData.Span).ToArray(),
        _ => null,
    };

    /// <summary>Whether this is what <see cref="QuantisedGraph"/> puts between a pool and its bytes, which changes nothing.</summary>
    private bool IsBarrier(NodeProto node)
        => node is { OpType: "Max", Input: [_, var lowest] } && _index.ConstantOf(lowest) is { DataType: (int)DataType.Float } constant
            && TensorValues.Floats(constant) is [float.MinValue];

    private NodeProto Rewired(NodeProto node)
    {
        if (!node.Input.Any(_same.ContainsKey))
            return node;
        NodeProto copy = node.Clone();
        for (int i = 0; i < copy.Input.Count; i++)
            copy.Input[i] = Current(copy.Input[i]);
        return copy;
    }

    private string Current(string tensor) => _same.GetValueOrDefault(tensor, tensor);
}
