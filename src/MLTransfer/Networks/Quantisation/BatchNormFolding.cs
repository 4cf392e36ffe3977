using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Onnx;

namespace MLTransfer.Networks.Quantisation;

/// <summary>
/// Moves batch normalisation into the weights of the convolution before it: with frozen statistics, both are one linear map a channel.
/// </summary>
/// <remarks>Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", 2018, section
/// 3.2.</remarks>
internal static class BatchNormFolding
{
    private const float DefaultEpsilon = 1e-5f;

    /// <summary>The network with the normalisation folded in that follows a convolution whose output nothing else reads.</summary>
    /// <param name="network">The network; it does not change.</param>
    public static ModelProto Apply(ModelProto network)
    {
        ModelProto result = NetworkSlice.ShallowCopy(network);
        GraphProto graph = result.Graph;
        var index = new NetworkGraph(graph, graph.Name);
        HashSet<string> outputs = [.. graph.Output.Select(o => o.Name)];
        graph.Node.Clear();
        var folded = new Dictionary<string, NodeProto>();
        foreach (NodeProto node in network.Graph.Node)
        {
            if (node.OpType == "Conv" && !outputs.Contains(node.Output[0])
                && index.ConsumersOf(node.Output[0]) is [{ OpType: "BatchNormalization" } after]
                && Fold(node, after, index) is var (convolution, weights, bias))
            {
                folded[after.Output[0]] = convolution;
                graph.Initializer.Add(weights);
                graph.Initializer.Add(bias);
            }
            else
            {
                graph.Node.Add(node.OpType == "BatchNormalization" ? folded.GetValueOrDefault(node.Output[0], node) : node);
            }
        }

        // What was folded is as large as the weights themselves.
        NetworkSlice.RemoveUnused(graph);
        return result;
    }

    private static (NodeProto Convolution, TensorProto Weights, TensorProto Bias)? Fold(
        NodeProto convolution, NodeProto normalisation, NetworkGraph index)
    {
        if (normalisation.Input is not [var data, var scaleName, var shiftName, var meanName, var varianceName] || data != convolution.Output[0]
            || normalisation.Output.Count(o => o.Length > 0) != 1 || normalisation.Attribute.Any(a => a.Name == "training_mode" && a.I != 0)
            || WeightValues.Find(index, convolution.Input[1]) is not { } original)
            return null;
        int channels = (int)original.Dims[0];
        if (WeightValues.Find(index, scaleName, channels) is not { } scale || WeightValues.Find(index, shiftName, channels) is not { } shift
            || WeightValues.Find(index, meanName, channels) is not { } mean || WeightValues.Find(index, varianceName, channels) is not { } variance)
            return null;
        string biasName = convolution.Input.Count > 2 ? convolution.Input[2] : "";
        float[]? bias = biasName.Length > 0 ? WeightValues.Find(index, biasName, channels) : new float[channels];
        if (bias is null)
            return null;

        float epsilon = normalisation.Attribute.FirstOrDefault(a => a.Name == "epsilon")?.F ?? DefaultEpsilon;
        var newBias = new float[channels];
        ReadOnlySpan<float> weights = TensorValues.View(original);
        byte[] newWeights = GC.AllocateUninitializedArray<byte>(weights.Length * sizeof(float));
        int size = weights.Length / channels;
        for (int c = 0; c < channels; c++)
        {
            double factor = scale[c] / Math.Sqrt((double)variance[c] + epsilon);
            newBias[c] = (float)(((double)bias[c] - mean[c]) * factor + shift[c]);
            TensorPrimitives.Multiply(
                weights.Slice(c * size, size), (float)factor, MemoryMarshal.Cast<byte, float>(newWeights.AsSpan()).Slice(c * size, size));
        }

        string output = normalisation.Output[0], prefix = $"{TensorNames.QuantisedPrefix}{output}";
        NodeProto folded = convolution.Clone();
        folded.Input.Clear();
        folded.Input.Add([convolution.Input[0], $"{prefix}.folded", $"{prefix}.foldedBias"]);
        folded.Output[0] = output;
        return (folded, GraphElements.Owner(folded.Input[1], newWeights, original.Dims), GraphElements.Tensor(folded.Input[2], newBias, channels));
    }
}
