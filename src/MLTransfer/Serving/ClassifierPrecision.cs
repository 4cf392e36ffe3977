using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Networks;
using MLTransfer.Networks.Quantisation;
using MLTransfer.Training;
using Onnx;

namespace MLTransfer.Serving;

/// <summary>Changes the arithmetic of a trained classifier.</summary>
internal static class ClassifierPrecision
{
    public static Precision Of(ClassifierNetwork classifier) => FloatGraph.IsQuantised(classifier.Network) ? Precision.Int8 : Precision.Float32;

    /// <summary>The classifier in float32; the same one where it is that already.</summary>
    /// <exception cref="PrecisionException">It computes on bytes in a way that this library does not know.</exception>
    public static ClassifierNetwork ToFloat32(ClassifierNetwork classifier)
    {
        if (Of(classifier) == Precision.Float32)
            return classifier;
        ModelProto network = FloatGraph.TryCreate(classifier.Network, out string? obstacle) ?? throw new PrecisionException(Precision.Float32, obstacle!);
        return classifier with { Network = network };
    }

    /// <summary>The classifier in int8; the same one where it is that already.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="calibrationImages">What the ranges of activations are fitted to and the result is checked on.</param>
    /// <param name="options">How images become pixels, and the number of threads.</param>
    /// <exception cref="ArgumentException">There are no images, and they are needed.</exception>
    /// <exception cref="PrecisionException">The classifier cannot be had in int8, or would no longer see the same.</exception>
    public static ClassifierNetwork ToInt8(ClassifierNetwork classifier, IEnumerable<string>? calibrationImages, ExtractionOptions options)
    {
        if (Of(classifier) == Precision.Int8)
            return classifier;
        if (calibrationImages is null)
        {
            throw new ArgumentException(
                "This classifier computes in float32. To write it in int8, give the paths of some tens of images of the kind that it will see, " +
                "such as some of its training images.", nameof(calibrationImages));
        }

        (ImageNetwork network, Int8Report report) = Int8Network.Create(
            Features(classifier), calibrationImages.Select(path => new FileImageSource(path)), options);
        if (report.Obstacle is { } obstacle)
            throw new PrecisionException(Precision.Int8, obstacle);
        ModelProto quantised = NetworkSlice.ShallowCopy(network.Network);
        quantised.MetadataProps.Clear();
        quantised.MetadataProps.Add(classifier.Network.MetadataProps);
        return classifier with { Network = quantised };
    }

    /// <summary>
    /// The network with what its last layer sees in view: what is checked is whether that stays the same, as when a classifier is trained in int8.
    /// </summary>
    private static ImageNetwork Features(ClassifierNetwork classifier)
    {
        NodeProto last = classifier.Network.Graph.Node.Single(n => n.Output.Contains(TensorNames.Logits));
        return classifier.Computing(last.OpType == "Gemm" ? last.Input[0] : TensorNames.Logits);
    }
}
