using Onnx;

namespace MLTransfer.Networks;

/// <summary>Which dimensions of activations are positions.</summary>
internal static class ActivationLayout
{
    /// <summary>
    /// Whether activations of three dimensions hold their channels last, as inside of hierarchical transformers and at the ends of networks from
    /// TensorFlow: their first two dimensions are as height to width of the image, and the last two are not.
    /// </summary>
    /// <param name="graph">The network, with the size of its input.</param>
    /// <param name="shape">The shape for one image, without the batch.</param>
    public static bool IsChannelsLast(GraphProto graph, IReadOnlyList<long> shape)
    {
        if (shape.Count != 3
            || graph.Input[0].Type?.TensorType?.Shape?.Dim is not [_, _, { DimValue: > 0 and var height }, { DimValue: > 0 and var width }])
        {
            return false;
        }

        return !AreAsImage(shape[1], shape[2]) && AreAsImage(shape[0], shape[1]);

        // To one position more or less: strides round.
        bool AreAsImage(long rows, long columns) => Math.Abs((rows * width) - (columns * height)) <= Math.Max(height, width);
    }
}
