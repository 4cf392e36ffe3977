using System.Globalization;
using System.Numerics;
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
    /// <summary>From this number of training images on, <see cref="Precision.Auto"/> is int8: of fewer, fitting costs more time than it saves.</summary>
    public const int FewestForAuto = 128;

    /// <summary>The number of further images on which the features are compared.</summary>
    public const int CheckedImages = 8;

    /// <summary>The least mean cosine between features in int8 and in float32 with which the int8 network is used.</summary>
    public const double LeastMeanCosine = .98;

    /// <summary>The least share of images that keep their nearest neighbour with which it is used.</summary>
    public const double LeastNeighbourAgreement = .5;

    // Fewer say too little of what a network may see.
    private const int FewestImages = 4;
    private const int FewestByDefault = 16;
    private const int MostByDefault = 64;

    // Calibration images run in float32, so of a small set a part has to do.
    private const int ImagesPerCalibrationImage = 8;

    /// <summary>Whether this processor has the instructions that make int8 worth while.</summary>
    public static bool IsFast => Quantiser.HasInstructions;

    /// <summary>The int8 network; the network itself where it cannot be quantised, or its features would change too much.</summary>
    /// <param name="network">A float network, perhaps with a tap, which the int8 network then has as well.</param>
    /// <param name="images">The images that it is going to see, or many of them, in any order.</param>
    /// <param name="options">How images become pixels, how many decide, and the number of threads.</param>
    public static (ImageNetwork Network, Int8Report Report) Create(
        ImageNetwork network, IEnumerable<ImageSource> images, ExtractionOptions options)
    {
        if (Quantiser.TryCreate(network.Network, out string? obstacle) is not { } quantiser)
            return (network, Int8Report.Refused(obstacle!));
        int threads = options.Threads ?? Environment.ProcessorCount;
        using var original = new CalibrationRun(quantiser.Folded, network, quantiser.Tensors, threads);
        var sample = new CalibrationSample(new PixelPipeline(network.Resize, options.Limits, options.Background));
        List<float[]> drawn = sample.Draw(
            images, all => CalibrationImagesOf(all, options) + CheckedImages, threads, options.CancellationToken);
        if (drawn.Count < FewestImages)
            return (network, Int8Report.Refused($"there are {drawn.Count} different usable images to calibrate on, and {FewestImages} are the fewest"));
        // Of few images a part has to do for the check.
        int check = Math.Min(CheckedImages, drawn.Count / 3);
        (List<float[]> held, List<float[]> calibration) = (drawn[..check], drawn[check..]);
        try
        {
            return Quantise(network, quantiser, original, calibration, held, threads, options.CancellationToken);
        }
        catch (Exception e) when (e is OnnxRuntimeException || e.InnerException is OnnxRuntimeException)
        {
            return (network, Int8Report.Refused($"ONNX Runtime does not run it: {(e.InnerException ?? e).Message}"));
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
        if (original.Observe(calibration, cancellationToken) is not var (ranges, known))
            return (network, Int8Report.Refused("an image gives activations that are not finite"));
        ModelProto quantised = quantiser.Quantise(ranges);
        using var changed = new CalibrationRun(quantised, network, [], threads);
        Int8Report report = Compare(original.OutputsFor(held, cancellationToken), changed.OutputsFor(held, cancellationToken), known);
        if (!report.IsUsed)
            return (network, report);
        string whole = ArithmeticBelow(quantised, network.Output), inner = network.Tap is { } tap ? ArithmeticBelow(quantised, tap.Tensor) : whole;
        return (network.WithArithmetic(quantised, whole, inner), report);
    }

    /// <summary>Compares the features of some images.</summary>
    /// <param name="exact">In float32.</param>
    /// <param name="rounded">In int8.</param>
    /// <param name="known">Those of other images in float32, among which neighbours are sought.</param>
    private static Int8Report Compare(List<float[]> exact, List<float[]> rounded, List<float[]> known)
    {
        double[] cosines = [.. exact.Zip(rounded, Cosine)];
        var report = new Int8Report
        {
            CalibrationImages = known.Count,
            CheckedImages = cosines.Length,
            MeanCosine = cosines.Average(),
            LeastCosine = cosines.Min(),
            NeighbourAgreement = exact.Zip(rounded).Average(pair => Nearest(pair.First) == Nearest(pair.Second) ? 1.0 : 0),
        };
        // Written so that NaN is refused, too.
        string? obstacle = !(report.MeanCosine >= LeastMeanCosine)
            ? string.Create(CultureInfo.InvariantCulture, $"int8 would change its features too much: the mean cosine is {report.MeanCosine:f4}, and {LeastMeanCosine} the least")
            : !(report.NeighbourAgreement >= LeastNeighbourAgreement)
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"in int8 too many images would get another nearest neighbour: {report.NeighbourAgreement:p0} keep theirs, and " +
                    $"{LeastNeighbourAgreement:p0} is the least")
                : null;
        return report with { Obstacle = obstacle };

        int Nearest(float[] features) => known.Index().MaxBy(k => Cosine(features, k.Item)).Index;
    }

    private static int CalibrationImagesOf(int all, ExtractionOptions options)
    {
        if (options.CalibrationImages is { } given)
            return given;
        // A power of two, so that a few photos more or less do not change which are drawn.
        int share = Math.Clamp(all / ImagesPerCalibrationImage, FewestByDefault, MostByDefault);
        return (int)BitOperations.RoundUpToPowerOf2((uint)share + 1) / 2;
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
