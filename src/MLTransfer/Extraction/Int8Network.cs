using System.Numerics.Tensors;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using MLTransfer.Data;
using MLTransfer.Imaging;
using MLTransfer.Networks;
using MLTransfer.Networks.Quantisation;
using Onnx;

namespace MLTransfer.Extraction;

/// <summary>
/// Turns a float network into one that runs on bytes, by the images that it is going to see, and checks that it still sees the same.
/// </summary>
internal static class Int8Network
{
    /// <summary>The most images that decide the ranges.</summary>
    public const int MostCalibrationImages = 32;

    /// <summary>The number of further images on which the features are compared.</summary>
    public const int CheckedImages = 8;

    // Fewer say too little of what a network may see.
    private const int FewestImages = 4;

    /// <summary>The least mean cosine between features in int8 and in float32 with which the int8 network is used.</summary>
    public const double LeastMeanCosine = .98;

    /// <summary>The int8 network; the network itself where it cannot be quantised, or its features would change too much.</summary>
    /// <param name="network">A float network, perhaps with a tap, which the int8 network then has as well.</param>
    /// <param name="images">The images that it is going to see, or many of them, in any order.</param>
    /// <param name="options">How images become pixels, and the number of threads.</param>
    public static (ImageNetwork Network, Int8Report Report) Create(
        ImageNetwork network, IEnumerable<ImageSource> images, ExtractionOptions options)
    {
        if (Quantiser.TryCreate(network.Network, out string? obstacle) is not { } quantiser)
            return (network, Int8Report.Refused(obstacle!));
        int threads = options.Threads ?? Environment.ProcessorCount;
        using var original = new CalibrationRun(quantiser.Folded, network, quantiser.Tensors, threads);
        var sample = new CalibrationSample(new PixelPipeline(network.Resize, options.Limits, options.Background));
        List<float[]> drawn = sample.Draw(images, MostCalibrationImages + CheckedImages, threads, options.CancellationToken);
        if (drawn.Count < FewestImages)
            return (network, Int8Report.Refused($"there are {drawn.Count} different usable images to calibrate on, and {FewestImages} are the fewest"));
        // Of few images a part has to do for the check.
        int check = Math.Min(CheckedImages, drawn.Count / 4);
        (List<float[]> held, List<float[]> calibration) = (drawn[..check], drawn[check..]);
        try
        {
            return Quantise(network, quantiser, original, calibration, held, threads, options.CancellationToken);
        }
        catch (OnnxRuntimeException e)
        {
            return (network, Int8Report.Refused($"ONNX Runtime does not run it: {e.Message}"));
        }
    }

    /// <summary>The network that is int8 up to its tap, by the very same nodes, and float above, where it may learn. It has no tap itself.</summary>
    /// <param name="quantised">The int8 network, with a tap.</param>
    /// <param name="original">The float network that it was made from, without one.</param>
    public static ImageNetwork WithFloatTop(ImageNetwork quantised, ImageNetwork original)
    {
        Tap tap = quantised.Tap!;
        ModelProto raised = OpsetRaise.TryRaise(original.Network, out _)!;
        ModelProto network = NetworkSlice.Join(
            NetworkSlice.Below(quantised.Network, tap.Tensor), NetworkSlice.Above(raised, tap.Tensor, [.. tap.Shape], original.Output));
        string arithmetic = ArithmeticBelow(network, tap.Tensor);
        return original.WithArithmetic(network, $"{tap.Tensor}|{arithmetic}", arithmetic);
    }

    private static (ImageNetwork Network, Int8Report Report) Quantise(
        ImageNetwork network, Quantiser quantiser, CalibrationRun original, List<float[]> calibration, List<float[]> held, int threads,
        CancellationToken cancellationToken)
    {
        if (original.RangesFor(calibration, cancellationToken) is not { } ranges)
            return (network, Int8Report.Refused("an image gives activations that are not finite"));
        ModelProto quantised = quantiser.Quantise(ranges);
        using var changed = new CalibrationRun(quantised, network, [], threads);
        double[] cosines = [.. original.OutputsFor(held, cancellationToken).Zip(changed.OutputsFor(held, cancellationToken), Cosine)];
        var report = new Int8Report(null, calibration.Count, held.Count, cosines.Average(), cosines.Min());
        if (!(report.MeanCosine >= LeastMeanCosine))
            return (network, report with { Obstacle = $"int8 would change its features too much, {LeastMeanCosine} being the least mean cosine" });
        string whole = ArithmeticBelow(quantised, network.Output), inner = network.Tap is { } tap ? ArithmeticBelow(quantised, tap.Tensor) : whole;
        return (network.WithArithmetic(quantised, whole, inner), report);
    }

    /// <summary>Identifies the arithmetic up to a tensor.</summary>
    private static string ArithmeticBelow(ModelProto quantised, string tensor)
        => $"int8|{Backbone.HashOf(NetworkSlice.Below(quantised, tensor).ToByteArray())}";

    private static double Cosine(float[] a, float[] b)
    {
        double norms = Math.Sqrt((double)TensorPrimitives.SumOfSquares<float>(a) * TensorPrimitives.SumOfSquares<float>(b));
        // All features may be 0 in both.
        return norms > 0 ? TensorPrimitives.Dot<float>(a, b) / norms : a.AsSpan().SequenceEqual(b) ? 1 : 0;
    }
}
