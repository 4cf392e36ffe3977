using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Onnx;

namespace MLTransfer.Networks;

/// <summary>Finds the shapes of tensors without running the network: ONNX Runtime infers them when it loads the graph.</summary>
internal static class ShapeInference
{
    // Smaller constants may be what a shape is computed from.
    private const int SmallestWeight = 256;

    /// <summary>The shapes of float tensors for one image, without the batch; other tensors are left out. Null where some cannot be inferred.</summary>
    public static IReadOnlyDictionary<string, long[]>? TryFind(ModelProto network, IReadOnlyList<string> tensors)
    {
        try
        {
            using SessionOptions options = NetworkProbe.Silent(GraphOptimizationLevel.ORT_DISABLE_ALL);
            using var session = new InferenceSession(WithoutWeights(network, tensors).ToByteArray(), options);
            // No dimensions at all are either a scalar or a shape that is not known.
            if (session.OutputMetadata.Values.Any(o => !o.IsTensor || (o.ElementDataType == TensorElementType.Float && o.Dimensions.Length == 0)))
                return null;
            Dictionary<string, int[]> shapes = session.OutputMetadata
                .Where(o => o.Value is { ElementDataType: TensorElementType.Float })
                .ToDictionary(o => o.Key, o => o.Value.Dimensions[1..]);
            return shapes.Values.All(shape => shape.All(d => d > 0))
                ? shapes.ToDictionary(s => s.Key, s => Array.ConvertAll(s.Value, d => (long)d))
                : null;
        }
        catch (OnnxRuntimeException)
        {
            return null;
        }
    }

    // The weights are most of the file and decide no shape: declared as inputs, they need not be there.
    private static ModelProto WithoutWeights(ModelProto network, IReadOnlyList<string> tensors)
    {
        ModelProto bare = NetworkSlice.ShallowCopy(network);
        GraphProto graph = bare.Graph;
        HashSet<string> inputs = [.. graph.Input.Select(i => i.Name)];
        TensorProto[] weights = [.. graph.Initializer.Where(IsWeight)];
        TensorProto[] constants = [.. graph.Initializer.Except(weights, ReferenceEqualityComparer.Instance).Cast<TensorProto>()];
        graph.Initializer.Clear();
        graph.Initializer.AddRange(constants);
        graph.Input.AddRange(weights.Where(w => !inputs.Contains(w.Name)).Select(GraphElements.Typed));
        graph.Output.Clear();
        graph.Output.AddRange(tensors.Select(GraphElements.Untyped));
        return bare;
    }

    // A network that is only to be described may have none of their numbers.
    private static bool IsWeight(TensorProto tensor)
        => tensor.DataType == (int)TensorProto.Types.DataType.Float
            && (tensor.Dims.ElementCount() >= SmallestWeight || (tensor.RawData.IsEmpty && tensor.FloatData.Count == 0));
}
