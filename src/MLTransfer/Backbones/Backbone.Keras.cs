using System.Globalization;
using MLTransfer.Backbones.Keras;
using MLTransfer.Data;

namespace MLTransfer;

public sealed partial class Backbone
{
    /// <summary>VGG16 as Keras has it (512 features; stages block1 to block5).</summary>
    /// <remarks>Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014.</remarks>
    public static Backbone VGG16 { get; } = FromKeras(KerasNetwork.VGG16);

    /// <summary>VGG19 as Keras has it (512 features; stages block1 to block5).</summary>
    /// <remarks>Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014.</remarks>
    public static Backbone VGG19 { get; } = FromKeras(KerasNetwork.VGG19);

    /// <summary>ResNet-50, version 1, as Keras has it (2,048 features; stages conv1 to conv5).</summary>
    /// <remarks>He et al., "Deep Residual Learning for Image Recognition", 2015.</remarks>
    public static Backbone ResNet50 { get; } = FromKeras(KerasNetwork.ResNet50);

    /// <summary>Inception v3 as Keras has it (2,048 features; stages stem and mixed0 to mixed10).</summary>
    /// <remarks>Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", 2015.</remarks>
    public static Backbone InceptionV3 { get; } = FromKeras(KerasNetwork.InceptionV3);

    /// <summary>Xception as Keras has it (2,048 features; stages block1 to block14).</summary>
    /// <remarks>Chollet, "Xception: Deep Learning with Depthwise Separable Convolutions", 2016.</remarks>
    public static Backbone Xception { get; } = FromKeras(KerasNetwork.Xception);

    /// <summary>MobileNet, version 1 of full width, as Keras has it (1,024 features; stages conv1 and block1 to block13).</summary>
    /// <remarks>Howard et al., "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications", 2017.</remarks>
    public static Backbone MobileNet { get; } = FromKeras(KerasNetwork.MobileNet);

    /// <summary>
    /// MobileNetV2 of full width as Keras has it (1,280 features; stages Conv1, expanded_conv, block_1 to block_16, Conv_1). Other widths:
    /// <see cref="KerasOptions.Alpha"/>.
    /// </summary>
    /// <remarks>Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018.</remarks>
    public static Backbone MobileNetV2 { get; } = FromKeras(KerasNetwork.MobileNetV2);

    /// <summary>SqueezeNet 1.1 as the package keras-squeezenet has it (512 features; stages conv1 and fire2 to fire9).</summary>
    /// <remarks>Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and &lt;0.5MB model size", 2016.</remarks>
    public static Backbone SqueezeNet { get; } = FromKeras(KerasNetwork.SqueezeNet);

    /// <summary>The backbones that come with a name of their own.</summary>
    public static IReadOnlyList<Backbone> Catalog
        => field ??= [ResNet18, VGG16, VGG19, ResNet50, InceptionV3, Xception, MobileNet, MobileNetV2, SqueezeNet];

    /// <summary>
    /// A network of Keras with the weights that Keras has published, or with others in a file of the same layout. Its tensors bear the names of
    /// Keras's layers, so that it can be cut at, say, <c>block4_pool</c>. No weights are read until it is used.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="options">What is to differ.</param>
    /// <exception cref="ArgumentException">There is no such network, or not of that size, width or with that classifier.</exception>
    public static Backbone FromKeras(KerasNetwork network, KerasOptions? options = null)
    {
        Bounds.RequireDefined(network);
        KerasOptions chosen = options ?? new KerasOptions();
        Bounds.Require(chosen.WeightsPath != "", chosen.WeightsPath, "a file, or null for the released weights", nameof(KerasOptions.WeightsPath));
        // It is read later, and must not move with the current folder.
        chosen = chosen with { WeightsPath = chosen.WeightsPath is { } path ? Path.GetFullPath(path) : null };
        IReadOnlyList<double> alphas = KerasCatalog.AlphasOf(network);
        Bounds.Require(
            alphas.Contains(chosen.Alpha), chosen.Alpha,
            $"{string.Join(" or ", alphas.Select(a => a.ToString(CultureInfo.InvariantCulture)))} for {network}", nameof(KerasOptions.Alpha));
        KerasModel model = KerasCatalog.Of(network, chosen.Alpha);
        int size = chosen.InputSize ?? model.DefaultSize;
        Bounds.Require(
            size >= model.MinimumSize && size <= ResizePolicy.LargestCrop, size,
            $"from {model.MinimumSize} to {ResizePolicy.LargestCrop} for {network}", nameof(KerasOptions.InputSize));
        Bounds.Require(
            !model.HasFixedTop || !chosen.IncludeTop || size == model.DefaultSize, size,
            $"{model.DefaultSize} for the classifier of {network} ({nameof(KerasOptions.IncludeTop)})", nameof(KerasOptions.InputSize));
        return new Backbone(model.Name, () => KerasBackbone.Load(model, size, chosen), _ => model.Describe(size, chosen.IncludeTop))
        {
            PublishedWeights = chosen.WeightsPath is not null ? null : chosen.IncludeTop ? model.WeightsWithTop : model.Weights,
        };
    }
}
