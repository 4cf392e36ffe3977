namespace MLTransfer;

/// <summary>
/// What a network expects of its input: channels in <see cref="ChannelOrder"/>, each value x of 0..255 as
/// (x - <see cref="Mean"/>) / <see cref="Deviation"/>. It becomes part of the graph of a <see cref="Backbone"/>.
/// </summary>
public sealed record Preprocessing
{
    /// <summary>RGB 0..255 as it is: the network normalises by itself.</summary>
    public static Preprocessing None { get; } = new();

    /// <summary>torchvision's and timm's usual one: RGB, mean (0.485, 0.456, 0.406) and deviation (0.229, 0.224, 0.225) of values 0..1.</summary>
    public static Preprocessing ImageNetTorch { get; } = new()
    {
        Mean = [255 * .485f, 255 * .456f, 255 * .406f],
        Deviation = [255 * .229f, 255 * .224f, 255 * .225f],
    };

    /// <summary>Keras's mode "tf": RGB, x / 127.5 - 1 (Xception, InceptionV3, MobileNet).</summary>
    public static Preprocessing Keras { get; } = new() { Mean = [127.5f, 127.5f, 127.5f], Deviation = [127.5f, 127.5f, 127.5f] };

    /// <summary>Keras's mode "caffe": BGR, minus (103.939, 116.779, 123.68) (VGG, ResNet v1).</summary>
    public static Preprocessing Caffe { get; } = new() { ChannelOrder = ChannelOrder.Bgr, Mean = [103.939f, 116.779f, 123.68f] };

    /// <summary>The order of the channels. Default: <see cref="ChannelOrder.Rgb"/>.</summary>
    public ChannelOrder ChannelOrder { get; init; }

    /// <summary>
    /// What is subtracted, in units of 0..255 and in the network's channel order: 3 values, or a whole mean image
    /// [3, height, width] plane by plane. Default: 0.
    /// </summary>
    public IReadOnlyList<float> Mean { get; init; } = [0, 0, 0];

    /// <summary>What the difference is divided by, in units of 0..255 and in the network's channel order: 3 values, none 0. Default: 1.</summary>
    public IReadOnlyList<float> Deviation { get; init; } = [1, 1, 1];
}
