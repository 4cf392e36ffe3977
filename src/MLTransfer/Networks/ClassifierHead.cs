using Onnx;

namespace MLTransfer.Networks;

/// <summary>Puts a linear classifier on a network that ends in features.</summary>
internal static class ClassifierHead
{
    /// <summary>
    /// Appends logits = W x + b and score = softmax(logits). The outputs are <see cref="TensorNames.Score"/> and
    /// <see cref="TensorNames.Logits"/>. Changes the network in place.
    /// </summary>
    /// <param name="network">A network whose output is <see cref="TensorNames.Features"/>.</param>
    /// <param name="weights">W, row by row: [classes, features].</param>
    /// <param name="bias">b: [classes].</param>
    public static void Append(ModelProto network, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        GraphProto graph = network.Graph;
        int classes = bias.Length;
        graph.Initializer.Add(GraphElements.Tensor("Head.Weights", weights, classes, weights.Length / classes));
        graph.Initializer.Add(GraphElements.Tensor("Head.Bias", bias, classes));
        graph.Node.Add(GraphElements.Node(
            "Gemm", [TensorNames.Features, "Head.Weights", "Head.Bias"], TensorNames.Logits, GraphElements.Attribute("transB", 1L)));
        graph.Node.Add(GraphElements.Node("Softmax", [TensorNames.Logits], TensorNames.Score, GraphElements.Attribute("axis", 1L)));
        graph.Output.Clear();
        graph.Output.Add(GraphElements.BatchOf(TensorNames.Score, classes));
        graph.Output.Add(GraphElements.BatchOf(TensorNames.Logits, classes));
    }
}
