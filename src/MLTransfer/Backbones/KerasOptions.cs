namespace MLTransfer;

/// <summary>What may differ in a network that <see cref="Backbone.FromKeras"/> builds.</summary>
public sealed record KerasOptions
{
    /// <summary>
    /// The height and width of its images, in pixels: at least the network's minimum, which <see cref="KerasNetwork"/> states. Default: the size
    /// that it was trained on. With <see cref="IncludeTop"/>, VGG16 and VGG19 take no other.
    /// </summary>
    public int? InputSize { get; init; }

    /// <summary>
    /// Whether the old classifier belongs to it: the features are then the logits (before the softmax) of the 1,000 classes of ImageNet, and it is
    /// a stage of its own, <c>top</c>. Useful where your classes are among those. Default: false.
    /// </summary>
    public bool IncludeTop { get; init; }

    /// <summary>The width: 1 but for MobileNetV2, which comes in 0.35, 0.5, 0.75, 1, 1.3 and 1.4. Default: 1.</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>
    /// A file of weights to use, in the layout that Keras 1 and 2 save (.h5): a released one, one of your own training, or a saved model that
    /// begins with the network. Layers are paired by their order.
    /// </summary>
    public string? WeightsPath { get; init; }

    /// <summary>
    /// Where the released weights come from when there is no <see cref="WeightsPath"/>, and where the network made of weights is kept. Default:
    /// null, <see cref="WeightStore.Default"/>.
    /// </summary>
    public WeightStore? Store { get; init; }
}
