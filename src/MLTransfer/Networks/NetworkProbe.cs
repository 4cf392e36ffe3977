using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLTransfer.Data;
using Onnx;

namespace MLTransfer.Networks;

/// <summary>Finds out what cannot be read off a network's file.</summary>
internal static class NetworkProbe
{
    /// <summary>The shapes of float tensors for one image, without the batch; other tensors and those without any dimension are left out.</summary>
    public static IReadOnlyDictionary<string, long[]> ShapesOf(ModelProto network, IReadOnlyList<string> tensors, string name)
        => ShapeInference.TryFind(network, tensors)
            ?? Run(network, tensors, ImagesFor(network, 1), 1, name).Where(o => o.Shape.Length > 0).ToDictionary(o => o.Name, o => o.Shape[1..]);

    /// <summary>Whether every image of a batch gives what it gives alone: the proof that a batch was freed rightly.</summary>
    public static bool TreatsImagesOfABatchAlike(ModelProto network, string name)
    {
        string[] output = [network.Graph.Output[0].Name];
        float[] images = ImagesFor(network, 2);
        int imageSize = images.Length / 2;
        float[] apart = [.. Values(images[..imageSize], 1), .. Values(images[imageSize..], 1)], together;
        try
        {
            together = Values(images, 2);
        }
        catch (NetworkException)
        {
            return false;
        }

        float tolerance = 1e-3f * apart.Max(Math.Abs);
        return together.Length == apart.Length && together.Zip(apart).All(pair => Math.Abs(pair.First - pair.Second) <= tolerance);

        float[] Values(float[] pixels, int count)
            => Run(network, output, pixels, count, name) is [var only]
                ? only.Values
                : throw new NetworkException(name, $"the output '{output[0]}' is not a float32 tensor.");
    }

    /// <summary>
    /// The values of some tensors for a number of images, of which only what is computed from the images themselves depends on their pixels. Null
    /// where the network does not run on as many, or one of the tensors is none of numbers.
    /// </summary>
    public static IReadOnlyList<TensorProto>? TryFindValues(ModelProto network, IReadOnlyList<string> tensors, int count)
    {
        ModelProto sized = NetworkSlice.ShallowCopy(network);
        sized.Graph.Input[0] = network.Graph.Input[0].Clone();
        // With all sizes fixed, the runtime knows most of what is computed from them without computing anything else.
        sized.Graph.Input[0].Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimValue = count };
        sized.Graph.Output.Clear();
        sized.Graph.Output.AddRange(tensors.Select(GraphElements.Untyped));
        long[] shape = [.. sized.Graph.Input[0].Type.TensorType.Shape.Dim.Select(d => d.DimValue)];
        try
        {
            using SessionOptions options = Silent(GraphOptimizationLevel.ORT_ENABLE_BASIC);
            using var session = new InferenceSession(sized.ToByteArray(), options);
            using OrtValue images = OrtValue.CreateTensorValueFromMemory(ImagesFor(network, count), shape);
            using var run = new RunOptions();
            using var outputs = session.Run(run, [network.Graph.Input[0].Name], [images], tensors);
            return outputs.All(o => o.IsTensor && !o.GetTensorTypeAndShape().IsString) ? [.. outputs.Select((o, i) => Constant(o, tensors[i]))] : null;
        }
        catch (OnnxRuntimeException)
        {
            return null;
        }

        static TensorProto Constant(OrtValue value, string name)
        {
            OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
            // The numbers of types are those of ONNX.
            return GraphElements.Tensor(name, (TensorProto.Types.DataType)info.ElementDataType, value.GetTensorMutableRawData(), info.Shape);
        }
    }

    /// <summary>Options for a session that logs nothing: what goes wrong is in the exception, and the console would only have it twice.</summary>
    public static SessionOptions Silent(GraphOptimizationLevel level)
        => new() { GraphOptimizationLevel = level, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };

    private static float[] ImagesFor(ModelProto network, int count)
    {
        var shape = network.Graph.Input[0].Type.TensorType.Shape.Dim;
        var random = new Random(1);
        var pixels = new float[count * 3 * shape[2].DimValue * shape[3].DimValue];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = random.Next(256);
        return pixels;
    }

    /// <exception cref="NetworkException">ONNX Runtime does not take the network, or fails to run it.</exception>
    private static List<(string Name, long[] Shape, float[] Values)> Run(
        ModelProto network, IReadOnlyList<string> tensors, float[] pixels, int count, string name)
    {
        ModelProto probed = NetworkSlice.ShallowCopy(network);
        probed.Graph.Output.Clear();
        probed.Graph.Output.AddRange(tensors.Select(GraphElements.Untyped));
        var shape = network.Graph.Input[0].Type.TensorType.Shape.Dim;
        var input = new DenseTensor<float>(pixels, [count, 3, (int)shape[2].DimValue, (int)shape[3].DimValue]);
        try
        {
            using SessionOptions options = Silent(GraphOptimizationLevel.ORT_DISABLE_ALL);
            using var session = new InferenceSession(probed.ToByteArray(), options);
            using var outputs = session.Run([NamedOnnxValue.CreateFromTensor(network.Graph.Input[0].Name, input)]);
            return [.. outputs.Where(o => o.Value is Tensor<float>).Select(o => (o.Name, Dimensions(o), o.AsEnumerable<float>().ToArray()))];
        }
        catch (OnnxRuntimeException e)
        {
            throw new NetworkException(name, $"ONNX Runtime cannot run this network on {Quantity.Of(count, "image")}: {e.Message}", e);
        }

        static long[] Dimensions(NamedOnnxValue value) => [.. value.AsTensor<float>().Dimensions.ToArray().Select(d => (long)d)];
    }
}
