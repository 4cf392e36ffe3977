using System.Runtime.InteropServices;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace MLTransfer.Networks.Quantisation;

/// <summary>
/// Writes the nodes of a plan between QuantizeLinear and DequantizeLinear, the pairs by which a runtime sees what it may compute on bytes.
/// Activations are unsigned and weights signed bytes: the combination that ONNX Runtime and x64 processors have instructions for.
/// </summary>
/// <remarks>https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html, "QDQ".</remarks>
internal sealed class QuantisedGraph
{
    private readonly ModelProto _result;
    private readonly NetworkGraph _index;
    private readonly QuantisationPlan _plan;
    private readonly IReadOnlyDictionary<string, QuantisedRange> _ranges;
    private readonly int _largestWeight;

    // The names of activations that have gone through bytes, by the tensors that they were.
    private readonly Dictionary<string, string> _dequantised = [];

    private QuantisedGraph(
        ModelProto network, QuantisationPlan plan, IReadOnlyDictionary<string, QuantisedRange> ranges, int largestWeight)
    {
        _result = NetworkSlice.ShallowCopy(network);
        _index = new NetworkGraph(network.Graph, network.Graph.Name);
        (_plan, _largestWeight) = (plan, largestWeight);
        var all = new Dictionary<string, QuantisedRange>(ranges);
        foreach (QuantisedNode node in plan.Nodes.Where(n => n.KeepsRange))
            all[node.Output] = all[node.Node.Input[0]];
        _ranges = all;
    }

    private GraphProto Graph => _result.Graph;

    /// <param name="network">The network; it does not change.</param>
    /// <param name="plan">What is computed on bytes.</param>
    /// <param name="ranges">The ranges of <see cref="QuantisationPlan.Tensors"/>.</param>
    /// <param name="largestWeight">The largest magnitude of a weight: 127, or 63 where a processor adds products in 16 bits.</param>
    public static ModelProto Create(
        ModelProto network, QuantisationPlan plan, IReadOnlyDictionary<string, QuantisedRange> ranges, int largestWeight)
        => new QuantisedGraph(network, plan, ranges, largestWeight).Write(network.Graph);

    private ModelProto Write(GraphProto source)
    {
        Graph.Node.Clear();
        Dictionary<NodeProto, QuantisedNode> quantised = new(ReferenceEqualityComparer.Instance);
        foreach (QuantisedNode node in _plan.Nodes)
            quantised[node.Node] = node;
        var absorbed = new HashSet<NodeProto?>(_plan.Nodes.Select(n => n.Activation), ReferenceEqualityComparer.Instance);
        HashSet<string> fromFloat = [.. _plan.Nodes.SelectMany(n => n.Inputs).Except(_plan.Nodes.Select(n => n.Output))];
        QuantiseAfter(source.Input.Select(i => i.Name).Where(fromFloat.Contains));
        foreach (NodeProto node in source.Node)
        {
            if (quantised.TryGetValue(node, out QuantisedNode? chosen))
                Add(chosen);
            else if (!absorbed.Contains(node))
                Graph.Node.Add(node);
            QuantiseAfter(node.Output.Where(fromFloat.Contains));
        }

        NetworkSlice.RemoveUnused(Graph);
        return _result;
    }

    /// <summary>What a float node computes stays, for other float nodes, and gets a version that went through bytes.</summary>
    private void QuantiseAfter(IEnumerable<string> tensors)
    {
        foreach (string tensor in tensors)
        {
            string source = _index.ProducerOf(tensor)?.OpType == "MaxPool" ? AddBarrier(tensor) : tensor;
            _dequantised[tensor] = AddPair(source, tensor, Name(tensor, "dequantised"));
        }
    }

    /// <summary>
    /// A node that changes nothing. ONNX Runtime moves QuantizeLinear to the front of a MaxPool, which it then computes on bytes: ten times slower
    /// than on floats, a fifth of the time of a ResNet-18. This keeps the two apart.
    /// </summary>
    private string AddBarrier(string tensor)
    {
        string lowest = Name(tensor, "lowest"), same = Name(tensor, "same");
        Graph.Initializer.Add(GraphElements.Tensor(lowest, [float.MinValue], []));
        Graph.Node.Add(GraphElements.Node("Max", [tensor, lowest], same));
        return same;
    }

    private void Add(QuantisedNode chosen)
    {
        string output = chosen.Output, computed = Name(output, "computed");
        NodeProto node = chosen.Node.Clone();
        node.Input.Clear();
        node.Input.Add(chosen.Inputs.Select(i => _dequantised.GetValueOrDefault(i, i)));
        if (node.OpType == "Conv")
            AddWeights(chosen, node);
        node.Output[0] = computed;
        node.Name = computed;
        Graph.Node.Add(node);
        AddPair(computed, output, output);
    }

    private void AddWeights(QuantisedNode chosen, NodeProto node)
    {
        string output = chosen.Output;
        TensorProto weights = WeightValues.Find(_index, chosen.Node.Input[1])!;
        long[] dimensions = [.. weights.Dims];
        int channels = (int)dimensions[0];
        float[]? bias = chosen.Node.Input.Count > 2 && chosen.Node.Input[2].Length > 0
            ? WeightValues.Find(_index, chosen.Node.Input[2], channels)
            : null;
        var quantised = WeightQuantisation.Of(TensorValues.View(weights), bias, channels, _ranges[chosen.Node.Input[0]].Scale, _largestWeight);
        node.Input.Add(AddConstant(
            Name(output, "weights"), DataType.Int8, MemoryMarshal.AsBytes(quantised.Weights.AsSpan()), dimensions, quantised.Scales,
            new byte[channels]));
        if (quantised.Bias is not null)
        {
            node.Input.Add(AddConstant(
                Name(output, "bias"), DataType.Int32, MemoryMarshal.AsBytes(quantised.Bias.AsSpan()), [channels], quantised.BiasScales,
                new byte[sizeof(int) * channels]));
        }
    }

    private string AddConstant(string name, DataType type, ReadOnlySpan<byte> codes, long[] dimensions, float[] scales, byte[] zeros)
    {
        string scale = $"{name}.scales", zero = $"{name}.zeros", values = $"{name}.values";
        Graph.Initializer.Add(GraphElements.Tensor(name, type, codes, dimensions));
        Graph.Initializer.Add(GraphElements.Tensor(scale, scales, scales.Length));
        Graph.Initializer.Add(GraphElements.Tensor(zero, type, zeros, [scales.Length]));
        Graph.Node.Add(GraphElements.Node("DequantizeLinear", [name, scale, zero], values, GraphElements.Attribute("axis", 0L)));
        return values;
    }

    /// <summary>Adds the two nodes through which a tensor becomes bytes and floats again.</summary>
    private string AddPair(string from, string tensor, string to)
    {
        QuantisedRange range = _ranges[tensor];
        string scale = Name(tensor, "scale"), zero = Name(tensor, "zero"), codes = Name(tensor, "codes");
        Graph.Initializer.Add(GraphElements.Tensor(scale, [range.Scale], []));
        Graph.Initializer.Add(GraphElements.Tensor(zero, DataType.Uint8, [range.ZeroPoint], []));
        Graph.Node.Add(GraphElements.Node("QuantizeLinear", [from, scale, zero], codes));
        NodeProto back = GraphElements.Node("DequantizeLinear", [codes, scale, zero], to);
        // The node that computed this tensor may bear its name, and names of nodes are unique.
        back.Name = Name(tensor, "dequantised");
        Graph.Node.Add(back);
        return to;
    }

    private static string Name(string tensor, string part) => $"{TensorNames.QuantisedPrefix}{tensor}.{part}";
}
