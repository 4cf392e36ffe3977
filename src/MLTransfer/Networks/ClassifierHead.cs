using Onnx;

namespace MLTransfer.Networks;

/// <summary>Puts a classifier on a network that ends in features.</summary>
internal static class ClassifierHead
{
    public const string Weights = "Head.Weights";
    public const string Bias = "Head.Bias";
    public const string HiddenWeights = "Head.HiddenWeights";
    public const string HiddenBias = "Head.HiddenBias";

    /// <summary>What the hidden layer of a head gives: float32 [N, units].</summary>
    public const string Hidden = "Head.Hidden";

    /// <summary>
    /// Appends logits = W x + b and score = softmax(logits). The outputs are <see cref="TensorNames.Score"/> and
    /// <see cref="TensorNames.Logits"/>. Changes the network in place.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="features">Its output: [N, features].</param>
    /// <param name="weights">W, row by row: [classes, features].</param>
    /// <param name="bias">b: [classes].</param>
    public static void Append(ModelProto network, string features, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        GraphProto graph = network.Graph;
        int classes = bias.Length;
        AppendLinear(graph, features, Weights, weights, Bias, bias, TensorNames.Logits);
        graph.Node.Add(GraphElements.Node("Softmax", [TensorNames.Logits], TensorNames.Score, GraphElements.Attribute("axis", 1L)));
        graph.Output.Clear();
        graph.Output.Add(GraphElements.BatchOf(TensorNames.Score, classes));
        graph.Output.Add(GraphElements.BatchOf(TensorNames.Logits, classes));
    }

    /// <summary>
    /// Appends hidden = max(0, W x + b), which becomes the output, <see cref="Hidden"/>. Changes the network in place.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="features">Its output: [N, features].</param>
    /// <param name="weights">W, row by row: [units, features].</param>
    /// <param name="bias">b: [units].</param>
    public static void AppendHidden(ModelProto network, string features, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        GraphProto graph = network.Graph;
        AppendLinear(graph, features, HiddenWeights, weights, HiddenBias, bias, "Head.Sums");
        graph.Node.Add(GraphElements.Node("Relu", ["Head.Sums"], Hidden));
        graph.Output.Clear();
        graph.Output.Add(GraphElements.BatchOf(Hidden, bias.Length));
    }

    /// <summary>Appends dropout, for training. Changes the network in place.</summary>
    /// <param name="network">The network.</param>
    /// <param name="tensor">What is left out in part.</param>
    /// <param name="share">How much of it, 0 to less than 1.</param>
    /// <returns>What is left, scaled so that its mean stays.</returns>
    public static string AppendDropout(ModelProto network, string tensor, float share)
    {
        const string kept = "Head.Kept";
        // Since opset 12 the share is an input.
        if (Opset.Of(network) < 12)
        {
            network.Graph.Node.Add(GraphElements.Node("Dropout", [tensor], kept, GraphElements.Attribute("ratio", share)));
            return kept;
        }

        network.Graph.Initializer.Add(GraphElements.Tensor("Head.Dropout", [share], []));
        network.Graph.Node.Add(GraphElements.Node("Dropout", [tensor, "Head.Dropout"], kept));
        return kept;
    }

    private static void AppendLinear(
        GraphProto graph, string input, string weightsName, ReadOnlySpan<float> weights, string biasName, ReadOnlySpan<float> bias, string output)
    {
        graph.Initializer.Add(GraphElements.Tensor(weightsName, weights, bias.Length, weights.Length / bias.Length));
        graph.Initializer.Add(GraphElements.Tensor(biasName, bias, bias.Length));
        graph.Node.Add(GraphElements.Node("Gemm", [input, weightsName, biasName], output, GraphElements.Attribute("transB", 1L)));
    }
}
