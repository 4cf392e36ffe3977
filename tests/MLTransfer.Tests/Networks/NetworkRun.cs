using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Networks;

/// <summary>A tensor that ONNX Runtime computed.</summary>
internal sealed record Output(int[] Shape, float[] Values);

/// <summary>Runs networks with ONNX Runtime, without any of the library's code.</summary>
internal static class NetworkRun
{
    /// <summary>The first output for images [count, 3, height, width].</summary>
    public static Output Of(ModelProto network, float[] images, int count, int height, int width)
        => Of(network, images, [count, 3, height, width], [network.Graph.Output[0].Name])[0];

    /// <summary>Any tensors of the network, whether they are outputs or not.</summary>
    public static IReadOnlyList<Output> Of(ModelProto network, float[] values, int[] shape, IReadOnlyList<string> tensors)
    {
        ModelProto wanted = network.Clone();
        wanted.Graph.Output.Clear();
        wanted.Graph.Output.AddRange(tensors.Select(GraphElements.Untyped));
        return Of(wanted.ToByteArray(), values, shape, tensors);
    }

    public static IReadOnlyList<Output> Of(byte[] network, float[] values, int[] shape, IReadOnlyList<string>? tensors = null)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(network, options);
        NamedOnnxValue[] inputs = [NamedOnnxValue.CreateFromTensor(session.InputNames[0], new DenseTensor<float>(values, shape))];
        using var outputs = session.Run(inputs, tensors ?? session.OutputNames);
        return [.. outputs.Select(o => o.AsTensor<float>()).Select(t => new Output(t.Dimensions.ToArray(), [.. t]))];
    }
}
