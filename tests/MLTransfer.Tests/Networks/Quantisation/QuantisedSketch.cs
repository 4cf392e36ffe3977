using MLTransfer.Networks.Quantisation;
using Onnx;

namespace MLTransfer.Tests.Networks.Quantisation;

/// <summary>Quantises sketches of networks for images of 16 x 16 pixels.</summary>
internal static class QuantisedSketch
{
    public static ModelProto Of(ModelProto network)
    {
        Quantiser quantiser = Quantiser.TryCreate(network, out string? obstacle)!;
        Assert.Null(obstacle);
        float[] calibration = Numbers.Pixels(1, 8, 16, 16);
        IReadOnlyList<Output> seen = NetworkRun.Of(quantiser.Folded, calibration, [8, 3, 16, 16], quantiser.Tensors);
        var ranges = new Dictionary<string, QuantisedRange>();
        foreach ((int i, string tensor) in quantiser.Tensors.Index())
        {
            var histogram = new ActivationHistogram();
            histogram.TryAdd(seen[i].Values);
            ranges[tensor] = histogram.BestRange();
        }

        return quantiser.Quantise(ranges);
    }

    /// <summary>The number of convolutions whose weights are bytes.</summary>
    public static int Int8Weights(ModelProto network)
        => network.Graph.Initializer.Count(i => i.DataType == (int)TensorProto.Types.DataType.Int8 && i.Dims.Count == 4);
}
