using System.Globalization;
using System.Text;
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

    /// <summary>The frozen part of a backbone, up to a cut, and the pooling after it.</summary>
    /// <exception cref="BackboneException">There is no such cut.</exception>
    public static ImageNetwork OfFeatures(Backbone backbone, string? cut, FeaturePooling pooling)
    {
        string tensor = backbone.FindCut(cut);
        ModelProto network = NetworkSlice.Below(backbone.Network, tensor);
        if (!NetworkProbe.ShapesOf(network, [tensor], backbone.Name).TryGetValue(tensor, out long[]? shape) || shape.Length is 0 or > 3)
            throw new BackboneException(
                backbone.Name, $"'{tensor}' is not a float tensor of 2 to 4 dimensions, so it cannot give features. Choose another cut.");
        FeatureOutput.Append(network, shape, pooling, out int length);
        return new ImageNetwork(
            network, TensorNames.Features, length, backbone.Resize, $"{backbone.Name} at {cut ?? tensor}, {pooling} pooling",
            $"{backbone.Sha256}|{tensor}|{pooling}|{length}");
    }

    /// <summary>What its vectors depend on beside the image, and what decides whether there are any: the key of a cache.</summary>
    public string CacheKey(Rgb background, ImageLimits limits)
        => Backbone.HashOf(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{GraphVersion}|{Identity}|{Resize}|{PixelPipeline.Version}|{background}|{limits}")));
}
