using Onnx;

namespace MLTransfer.Networks;

/// <summary>The size of a network.</summary>
internal static class WeightCount
{
    /// <summary>The number of float32 constants of a network, batch statistics included.</summary>
    public static long Of(ModelProto network)
        => network.Graph.Initializer.Where(i => i.DataType == (int)TensorProto.Types.DataType.Float).Sum(i => i.Dims.ElementCount());
}
