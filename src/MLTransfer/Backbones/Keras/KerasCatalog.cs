using System.Globalization;

namespace MLTransfer.Backbones.Keras;

/// <summary>The networks, with where their weights are published.</summary>
internal static class KerasCatalog
{
    /// <summary>The alphas that Keras has weights for.</summary>
    public static IReadOnlyList<double> AlphasOf(KerasNetwork network)
        => network == KerasNetwork.MobileNetV2 ? [.35, .5, .75, 1, 1.3, 1.4] : [1];

    public static KerasModel Of(KerasNetwork network, double alpha = 1) => network switch
    {
        KerasNetwork.VGG16 => Vgg(
            "VGG16", [2, 2, 3, 3, 3], (58889256, "6d6bbae143d832006294945121d1f1fc"), (553467096, "64373286793e3c8b2b4e3219cbf3544b")),
        KerasNetwork.VGG19 => Vgg(
            "VGG19", [2, 2, 4, 4, 4], (80134624, "253f8cb515780f3b799900260a226db6"), (574710816, "cbe5617147190e668d6c5d5026f83318")),
        KerasNetwork.ResNet50 => ResNet50(),
        KerasNetwork.InceptionV3 => InceptionV3(),
        KerasNetwork.Xception => Xception(),
        KerasNetwork.MobileNet => MobileNet(),
        KerasNetwork.MobileNetV2 => MobileNetV2(alpha),
        KerasNetwork.SqueezeNet => SqueezeNet(),
        _ => throw new ArgumentOutOfRangeException(nameof(network), network, null),
    };

    private static KerasModel Vgg(string name, int[] convolutions, (long, string) weights, (long, string) weightsWithTop) => new()
    {
        Name = name,
        HasFixedTop = true,
        Preprocessing = Preprocessing.Caffe,
        Stages = [.. Enumerable.Range(1, 5).Select(i => Stage($"block{i}", $"block{i}_pool"))],
        Build = (graph, includeTop) => Keras.Vgg.Build(graph, convolutions, includeTop),
        License = "CC BY 4.0",
        Verified = "stages, seeded weights",
        Weights = Ordered(name, name, "_notop", weights),
        WeightsWithTop = Ordered(name, name, "", weightsWithTop),
    };

    private static KerasModel ResNet50() => new()
    {
        Name = "ResNet50",
        Preprocessing = Preprocessing.Caffe,
        Stages =
        [
            Stage("conv1", "pool1_pool"), Stage("conv2", "conv2_block3_out"), Stage("conv3", "conv3_block4_out"), Stage("conv4", "conv4_block6_out"),
            Stage("conv5", "conv5_block3_out"),
        ],
        Build = (graph, includeTop) => Keras.ResNet50.Build(graph, includeTop),
        Older = ("res2a_branch2a", (graph, includeTop) => Keras.ResNet50.Build(graph, includeTop, of2016: true)),
        License = "MIT",
        Verified = "stages, seeded weights, both layouts",
        Weights = Ordered("resnet", "resnet50", "_notop", (94765736, "4d473c1dd8becc155b73f8504c6f6626")),
        WeightsWithTop = Ordered("resnet", "resnet50", "", (102967424, "2cb95161c43110f7111970584f804107")),
    };

    private static KerasModel InceptionV3() => new()
    {
        Name = "InceptionV3",
        DefaultSize = 299,
        MinimumSize = 75,
        Stages = [Stage("stem", "max_pooling2d_2"), .. Enumerable.Range(0, 11).Select(i => Stage($"mixed{i}", $"mixed{i}"))],
        Build = Keras.InceptionV3.Build,
        License = "Apache-2.0",
        Verified = "stages, seeded weights",
        Weights = Ordered("inception_v3", "inception_v3", "_notop", (87910968, "bcbd6486424b2319ff4ef7d526e38f63")),
        WeightsWithTop = Ordered("inception_v3", "inception_v3", "", (96112376, "9a0d58056eeedaa3f26cb7ebd46da564")),
    };

    private static KerasModel Xception() => new()
    {
        Name = "Xception",
        DefaultSize = 299,
        MinimumSize = 71,
        Stages =
        [
            Stage("block1", "block1_conv2_act"), .. Enumerable.Range(2, 12).Select(i => Stage($"block{i}", $"add_{i - 1}")),
            Stage("block14", "block14_sepconv2_act"),
        ],
        Build = Keras.Xception.Build,
        License = "MIT",
        Verified = "stages, seeded weights",
        Weights = Ordered("xception", "xception", "_notop", (83683744, "b0042744bf5b25fce3cb969f33bebb97")),
        WeightsWithTop = Ordered("xception", "xception", "", (91884032, "0a58e3b7378bc2990ea3b43d5981f1f6")),
    };

    // For images of another size there are other files, which differ little; those for 224 x 224 serve for all.
    private static KerasModel MobileNet() => new()
    {
        Name = "MobileNet",
        Stages = [Stage("conv1", "conv1_relu"), .. Enumerable.Range(1, 13).Select(i => Stage($"block{i}", $"conv_pw_{i}_relu"))],
        Build = Keras.MobileNet.Build,
        License = "Apache-2.0",
        Verified = "stages, real weights up to conv_pw_12_relu, seeded ones above",
        Weights = Published("mobilenet", "mobilenet_1_0_224_tf_no_top.h5", 17225924, null),
        WeightsWithTop = Published("mobilenet", "mobilenet_1_0_224_tf.h5", 17225924, null),
    };

    private static KerasModel MobileNetV2(double alpha)
    {
        string width = alpha.ToString("0.0#", CultureInfo.InvariantCulture), file = $"mobilenet_v2_weights_tf_dim_ordering_tf_kernels_{width}_224";
        return new()
        {
            Name = alpha == 1 ? "MobileNetV2" : $"MobileNetV2-{width}",
            Stages = [Stage("Conv1", "Conv1_relu"), .. Keras.MobileNetV2.BlockEnds, Stage("Conv_1", "out_relu")],
            Build = (graph, includeTop) => Keras.MobileNetV2.Build(graph, alpha, includeTop),
            License = "Apache-2.0",
            Verified = alpha == .35 ? "stages, real weights" : "parameter counts only",
            Weights = Published("mobilenet_v2", $"{file}_no_top.h5", 0, null),
            WeightsWithTop = Published("mobilenet_v2", $"{file}.h5", 0, null),
        };
    }

    private static KerasModel SqueezeNet() => new()
    {
        Name = "SqueezeNet",
        DefaultSize = 227,
        MinimumSize = 48,
        Preprocessing = Preprocessing.Caffe,
        Stages =
        [
            Stage("conv1", "pool1"), Stage("fire2", "fire2/concat"), Stage("fire3", "pool3"), Stage("fire4", "fire4/concat"), Stage("fire5", "pool5"),
            .. Enumerable.Range(6, 4).Select(i => Stage($"fire{i}", $"fire{i}/concat")),
        ],
        Build = Keras.SqueezeNet.Build,
        License = "MIT",
        Verified = "stages, real weights",
        Weights = OfSqueezeNet("squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5"),
        WeightsWithTop = OfSqueezeNet("squeezenet_weights_tf_dim_ordering_tf_kernels.h5"),
    };

    private static KeyValuePair<string, string> Stage(string name, string layer) => KeyValuePair.Create(name, layer);

    private static WeightFile Ordered(string folder, string network, string ending, (long Bytes, string Md5) file)
        => Published(folder.ToLowerInvariant(), $"{network.ToLowerInvariant()}_weights_tf_dim_ordering_tf_kernels{ending}.h5", file.Bytes, file.Md5);

    private static WeightFile Published(string folder, string name, long bytes, string? md5)
        => new(name, new Uri($"https://storage.googleapis.com/tensorflow/keras-applications/{folder}/{name}"), md5, null, bytes);

    private static WeightFile OfSqueezeNet(string name)
        => new(name, new Uri($"https://github.com/rcmalli/keras-squeezenet/releases/download/v1.0/{name}"), null, null, 0);
}
