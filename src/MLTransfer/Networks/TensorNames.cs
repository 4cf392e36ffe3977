using Onnx;

namespace MLTransfer.Networks;

/// <summary>The names that this library gives to the ends of its networks.</summary>
internal static class TensorNames
{
    /// <summary>The input: float32 [N, 3, height, width], RGB, 0..255.</summary>
    public const string Image = "Image";

    /// <summary>The bottleneck features: float32 [N, D].</summary>
    public const string Features = "MLTransfer.Features";

    /// <summary>What the head computes before the softmax: float32 [N, classes].</summary>
    public const string Logits = "Logits";

    /// <summary>The probabilities: float32 [N, classes].</summary>
    public const string Score = "Score";

    private static readonly HashSet<string> Reserved = [Image, Features, Logits, Score];

    /// <summary>Renames tensors of a foreign network that bear one of these names. Changes the network in place.</summary>
    public static void Release(ModelProto network)
    {
        GraphProto graph = network.Graph;
        foreach (ValueInfoProto value in graph.Input.Concat(graph.Output).Concat(graph.ValueInfo))
            value.Name = Free(value.Name);
        foreach (TensorProto initializer in graph.Initializer)
            initializer.Name = Free(initializer.Name);
        foreach (NodeProto node in graph.Node)
        {
            for (int i = 0; i < node.Input.Count; i++)
                node.Input[i] = Free(node.Input[i]);
            for (int i = 0; i < node.Output.Count; i++)
                node.Output[i] = Free(node.Output[i]);
        }
    }

    private static string Free(string name) => Reserved.Contains(name) ? $"Network.{name}" : name;
}
