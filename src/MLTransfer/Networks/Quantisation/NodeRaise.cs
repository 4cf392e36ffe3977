using Onnx;

namespace MLTransfer.Networks.Quantisation;

/// <summary>Rewrites nodes whose operator takes its parameters in another way since one of the versions up to 13.</summary>
internal static class NodeRaise
{
    /// <summary>What adds a node of an older version, rewritten, to a graph; null where there is no such way.</summary>
    /// <param name="node">The node.</param>
    /// <param name="version">The version that it is written in.</param>
    public static Action<NodeProto, GraphProto>? For(NodeProto node, long version) => node.OpType switch
    {
        "BatchNormalization" when node.Output.Count(o => o.Length > 0) == 1 && Integer(node, "spatial", 1) != 0
            => (n, g) => g.Node.Add(Without(n, "spatial")),
        "Dropout" when version < 12 && node.Output.Count(o => o.Length > 0) == 1 => (n, g) => g.Node.Add(Replacing(n, "Identity", n.Input[0])),
        "Softmax" or "LogSoftmax" => AddSoftmax,
        "Squeeze" or "Unsqueeze" => (n, g) => AddWithInputs(n, g, "axes"),
        "ReduceSum" => (n, g) => AddWithInputs(n, g, "axes"),
        "Split" => (n, g) => AddWithInputs(n, g, "split"),
        "Slice" when version >= 10 => (n, g) => g.Node.Add(n),
        "Slice" => (n, g) => AddWithInputs(n, g, "starts", "ends", "axes"),
        "Clip" when version >= 11 => (n, g) => g.Node.Add(n),
        "Clip" => AddClip,
        "Pad" when version >= 11 => (n, g) => g.Node.Add(n),
        "Pad" => AddPad,
        _ => null,
    };

    /// <summary>Attributes become inputs, in the order given; those that are not there are left out.</summary>
    private static void AddWithInputs(NodeProto node, GraphProto graph, params ReadOnlySpan<string> attributes)
    {
        NodeProto raised = node.Clone();
        foreach (string name in attributes)
        {
            AttributeProto? attribute = raised.Attribute.FirstOrDefault(a => a.Name == name);
            string input = "";
            if (attribute is not null)
            {
                raised.Attribute.Remove(attribute);
                input = Constant(graph, GraphElements.Tensor(NameOf(node, name), [.. attribute.Ints]));
            }

            raised.Input.Add(input);
        }

        while (raised.Input is [.., ""])
            raised.Input.RemoveAt(raised.Input.Count - 1);
        graph.Node.Add(raised);
    }

    private static void AddClip(NodeProto node, GraphProto graph)
    {
        float low = Number(node, "min", float.MinValue), high = Number(node, "max", float.MaxValue);
        graph.Node.Add(Replacing(node, "Clip", node.Input[0], Scalar(graph, NameOf(node, "min"), low), Scalar(graph, NameOf(node, "max"), high)));
    }

    private static void AddPad(NodeProto node, GraphProto graph)
    {
        NodeProto raised = Without(node, "pads", "value");
        raised.Input.Add(Constant(graph, GraphElements.Tensor(NameOf(node, "pads"), [.. node.Attribute.First(a => a.Name == "pads").Ints])));
        raised.Input.Add(Scalar(graph, NameOf(node, "value"), Number(node, "value", 0)));
        graph.Node.Add(raised);
    }

    /// <summary>Until version 12 all dimensions from the axis on are one: they are made one, and what comes out gets its shape back.</summary>
    private static void AddSoftmax(NodeProto node, GraphProto graph)
    {
        string shape = NameOf(node, "shape"), flat = NameOf(node, "flat"), scores = NameOf(node, "scores");
        graph.Node.Add(GraphElements.Node("Shape", [node.Input[0]], shape));
        graph.Node.Add(GraphElements.Node("Flatten", [node.Input[0]], flat, GraphElements.Attribute("axis", Integer(node, "axis", 1))));
        graph.Node.Add(GraphElements.Node(node.OpType, [flat], scores, GraphElements.Attribute("axis", 1L)));
        graph.Node.Add(Replacing(node, "Reshape", scores, shape));
    }

    private static NodeProto Replacing(NodeProto node, string operation, params string[] inputs)
    {
        NodeProto replacement = GraphElements.Node(operation, inputs, node.Output[0]);
        replacement.Name = node.Name;
        return replacement;
    }

    private static NodeProto Without(NodeProto node, params string[] attributes)
    {
        NodeProto result = node.Clone();
        foreach (AttributeProto attribute in node.Attribute.Where(a => attributes.Contains(a.Name)))
            result.Attribute.Remove(attribute);
        return result;
    }

    private static string NameOf(NodeProto node, string part) => $"{TensorNames.QuantisedPrefix}{node.Output[0]}.{part}";

    private static string Scalar(GraphProto graph, string name, float value) => Constant(graph, GraphElements.Tensor(name, [value], []));

    private static string Constant(GraphProto graph, TensorProto tensor)
    {
        graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private static long Integer(NodeProto node, string name, long otherwise) => node.Attribute.FirstOrDefault(a => a.Name == name)?.I ?? otherwise;

    private static float Number(NodeProto node, string name, float otherwise) => node.Attribute.FirstOrDefault(a => a.Name == name)?.F ?? otherwise;
}
