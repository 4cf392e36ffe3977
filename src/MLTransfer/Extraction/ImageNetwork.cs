using System.Globalization;
using System.Numerics.Tensors;
using System.Text;
using MLTransfer.Data;
using MLTransfer.Imaging;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Extraction;

/// <summary>A network that turns an image into one vector: the features of a cut backbone, or the scores of a classifier.</summary>
/// <param name="Network">The graph, from <see cref="TensorNames.Image"/>, RGB 0..255.</param>
/// <param name="Output">The output in question, [N, <paramref name="Length"/>].</param>
/// <param name="Length">The length of the vector.</param>
/// <param name="Resize">How photos become the input.</param>
/// <param name="Description">What it is, for people.</param>
/// <param name="Identity">All that decides its numbers, the hash of the weights included.</param>
internal sealed record ImageNetwork(ModelProto Network, string Output, int Length, ResizePolicy Resize, string Description, string Identity)
{
    // Changes whenever the same backbone, cut and pooling would become a graph with other numbers.
    private const string GraphVersion = "1";

    // Changes whenever other activations would be kept for the same image.
    private const string ActivationVersion = "2";

    /// <summary>The inner tensor that comes out as well; null where there is none.</summary>
    public Tap? Tap { get; init; }

    /// <summary>
    /// The networks whose vectors this one gives at once, one after the other; none where its vector is one. In a cache each part lies where the
    /// features of its own network lie.
    /// </summary>
    public IReadOnlyList<ImageNetwork> Parts { get; private init; } = [];

    /// <summary>What decides the numbers of all tensors inside, whichever of them become the output.</summary>
    private string InnerIdentity { get; init; } = Identity;

    /// <summary>The frozen part of a backbone, up to a cut, and the pooling after it.</summary>
    /// <exception cref="BackboneException">There is no such cut.</exception>
    public static ImageNetwork OfFeatures(Backbone backbone, string? cut, FeaturePooling pooling)
    {
        string tensor = backbone.FindCut(cut);
        ModelProto network = NetworkSlice.Below(backbone.Network, tensor);
        if (backbone.ShapeOf(tensor) is not { Length: > 0 and <= 3 } shape)
            throw new BackboneException(
                backbone.Name, $"'{tensor}' is not a float tensor of 2 to 4 dimensions, so it cannot give features. Choose another cut.");
        FeatureOutput.Append(network, shape, pooling, out int length);
        return new ImageNetwork(
            network, TensorNames.Features, length, backbone.Resize, $"{backbone.Name} at {cut ?? tensor}, {pooling} pooling",
            $"{backbone.Sha256}|{tensor}|{pooling}|{length}")
        { InnerIdentity = backbone.Sha256 };
    }

    /// <summary>Features of a backbone at several cuts, all from one run of it: those of <see cref="OfFeatures"/>, one after the other.</summary>
    /// <exception cref="BackboneException">There is no such cut.</exception>
    public static ImageNetwork OfCuts(Backbone backbone, IReadOnlyList<(string? Cut, FeaturePooling Pooling)> places)
    {
        ImageNetwork[] parts = [.. places.Select(p => OfFeatures(backbone, p.Cut, p.Pooling))];
        ModelProto network = NetworkSlice.Below(backbone.Network, backbone.FindCut(null));
        FeatureOutput.AppendAll(network, [.. places.Select(p => Pooled(backbone.FindCut(p.Cut), p.Pooling))], out int length);
        return new ImageNetwork(
            network, TensorNames.Features, length, backbone.Resize, $"{backbone.Name} at {Quantity.Of(parts.Length, "cut")}",
            string.Join('|', parts.Select(p => p.Identity)))
        { InnerIdentity = backbone.Sha256, Parts = parts };

        (string Tensor, IReadOnlyList<long> Shape, FeaturePooling Pooling) Pooled(string tensor, FeaturePooling pooling)
            => (tensor, backbone.ShapeOf(tensor)!, pooling);
    }

    /// <summary>The same network, with an inner tensor coming out as well.</summary>
    /// <param name="tensor">The tensor, one that the network computes before its output.</param>
    /// <param name="precision">How its numbers are kept: <see cref="Precision.Float32"/> or <see cref="Precision.Float16"/>.</param>
    /// <param name="shape">Its shape for one image, where that is known; otherwise the network is run to find it.</param>
    /// <exception cref="BackboneException">There is no such tensor, or it does not hold floats in 1 to 3 dimensions an image.</exception>
    public ImageNetwork WithTap(string tensor, Precision precision, long[]? shape = null)
    {
        if (precision is not (Precision.Float32 or Precision.Float16))
            throw new ArgumentOutOfRangeException(nameof(precision), precision, "Activations are kept as Float32 or Float16.");
        if (tensor == Output || !Network.Graph.Node.Any(n => n.Output.Contains(tensor)))
            throw new BackboneException(Description, $"'{tensor}' is none of the tensors that it computes before its output. Choose another cut.");
        shape ??= NetworkProbe.ShapesOf(Network, [tensor], Description).GetValueOrDefault(tensor);
        if (shape is not { Length: > 0 and <= 3 })
        {
            throw new BackboneException(
                Description, $"'{tensor}' is not a float tensor of 2 to 4 dimensions, so its activations cannot be kept. Choose another cut.");
        }

        ModelProto tapped = NetworkSlice.ShallowCopy(Network);
        tapped.Graph.Output.Add(GraphElements.Untyped(tensor));
        return this with { Network = tapped, Tap = new Tap(tensor, shape, precision) };
    }

    /// <summary>The same network, with nothing coming out but its output.</summary>
    public ImageNetwork WithoutTap()
        => Tap is null ? this : this with { Network = NetworkSlice.Below(Network, Output), Tap = null };

    /// <summary>The same network with other arithmetic inside.</summary>
    /// <param name="network">The graph, with the same inputs and outputs.</param>
    /// <param name="decidedBy">All that decides the difference.</param>
    /// <param name="innerDecidedBy">All that decides the difference at the tap; without one, the same.</param>
    public ImageNetwork WithArithmetic(ModelProto network, string decidedBy, string innerDecidedBy) => this with
    {
        Network = network,
        Parts = [],
        Identity = $"{Identity}|{decidedBy}",
        InnerIdentity = $"{InnerIdentity}|{innerDecidedBy}",
    };

    /// <summary>The part of a network with a tap that computes the tapped tensor, whose output that is, made flat.</summary>
    public ImageNetwork BelowTap()
    {
        ModelProto below = NetworkSlice.Below(Network, Tap!.Tensor);
        FeatureOutput.Append(below, Tap.Shape, FeaturePooling.Flatten, out int length);
        return new ImageNetwork(
            below, TensorNames.Features, length, Resize, $"{Description}, up to {Tap.Tensor}", $"{InnerIdentity}|{Tap.Tensor}");
    }

    /// <summary>What its vectors depend on beside the image, and what decides whether there are any: the key of a cache.</summary>
    public string CacheKey(Rgb background, ImageLimits limits) => KeyOf(Identity, background, limits);

    /// <summary>
    /// The same for the activations at its tap. They do not depend on anything above, so networks that differ only there share them.
    /// </summary>
    public string ActivationKey(Rgb background, ImageLimits limits)
        => KeyOf($"{ActivationVersion}|{InnerIdentity}|{Tap!.Tensor}|{Tap.Precision}", background, limits);

    /// <summary>What makes numbers computed for an image unusable; null where nothing does.</summary>
    /// <remarks>One NaN would spread to all that is learned.</remarks>
    public BadImage? FindFault(string image, ReadOnlySpan<float> numbers)
        => numbers.IsEmpty || float.IsFinite(TensorPrimitives.MaxMagnitude(numbers))
            ? null
            : new BadImage(image, BadImageKind.NotFinite, $"{Description} gives numbers for it that are not finite");

    private string KeyOf(string identity, Rgb background, ImageLimits limits)
        => Backbone.HashOf(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{GraphVersion}|{identity}|{Resize}|{PixelPipeline.Version}|{background}|{limits}")));
}
