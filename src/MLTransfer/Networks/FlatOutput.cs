using Onnx;

namespace MLTransfer.Networks;

/// <summary>
/// An output without batch. ML.NET runs one image at a time and makes [1, n] a matrix, which its trainers do not take for a vector of n.
/// </summary>
internal static class FlatOutput
{
    /// <summary>Adds an output <paramref name="name"/> of shape [length] beside the others. Changes the network in place.</summary>
    public static void Append(ModelProto network, string tensor, int length, string name)
    {
        // The name is that of a column and may be any: a tensor of that name makes way.
        IReadOnlyDictionary<string, string> renamed = TensorNames.Release(network, taken => taken == name);
        GraphProto graph = network.Graph;
        graph.Initializer.Add(GraphElements.Tensor("Flat.Shape", -1L));
        graph.Node.Add(GraphElements.Node("Reshape", [renamed.GetValueOrDefault(tensor, tensor), "Flat.Shape"], name));
        ValueInfoProto output = GraphElements.BatchOf(name, length);
        output.Type.TensorType.Shape.Dim.RemoveAt(0);
        graph.Output.Add(output);
    }

    /// <summary>Takes back what <see cref="Append"/> added. Changes the network in place.</summary>
    public static void Remove(ModelProto network)
    {
        GraphProto graph = network.Graph;
        if (graph.Node is not [.., { OpType: "Reshape", Input: [_, "Flat.Shape"] } flat])
            return;
        graph.Node.Remove(flat);
        graph.Initializer.Remove(graph.Initializer.Single(i => i.Name == "Flat.Shape"));
        graph.Output.Remove(graph.Output.Single(o => o.Name == flat.Output[0]));
    }
}
