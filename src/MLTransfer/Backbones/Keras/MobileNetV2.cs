namespace MLTransfer.Backbones.Keras;

/// <summary>MobileNetV2 of several widths.</summary>
/// <remarks>Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018.</remarks>
internal static class MobileNetV2
{
    private const int Expansion = 6;

    private static readonly (int Filters, int Strides)[] Blocks =
    [
        (16, 1), (24, 2), (24, 1), (32, 2), (32, 1), (32, 1), (64, 2), (64, 1), (64, 1), (64, 1), (96, 1), (96, 1), (96, 1),
        (160, 2), (160, 1), (160, 1), (320, 1),
    ];

    /// <summary>The names of the blocks, each with the layer that it ends at.</summary>
    public static IEnumerable<KeyValuePair<string, string>> BlockEnds
        => Blocks.Select((block, i) => KeyValuePair.Create(
            Prefix(i).TrimEnd('_'), $"{Prefix(i)}{(block.Strides == 1 && i > 0 && block.Filters == Blocks[i - 1].Filters ? "add" : "project_BN")}"));

    /// <param name="graph">Where the layers go.</param>
    /// <param name="alpha">The width: by how much every layer but the last has more channels than in the paper.</param>
    /// <param name="includeTop">Whether the classifier belongs to it.</param>
    /// <returns>The last layer.</returns>
    public static string Build(KerasGraph graph, double alpha, bool includeTop)
    {
        string x = Pad(graph, KerasGraph.Input, "Conv1_pad");
        x = graph.Conv2D(x, Channels(32 * alpha), 3, "Conv1", strides: 2, useBias: false);
        x = graph.BatchNormalization(x, "bn_Conv1");
        x = graph.ReLU6(x, "Conv1_relu");
        for (int i = 0; i < Blocks.Length; i++)
            x = Block(graph, x, Channels((int)(Blocks[i].Filters * alpha)), Blocks[i].Strides, i);
        x = graph.Conv2D(x, alpha > 1 ? Channels(1280 * alpha) : 1280, 1, "Conv_1", useBias: false);
        x = graph.BatchNormalization(x, "Conv_1_bn");
        x = graph.ReLU6(x, "out_relu");
        if (!includeTop)
            return x;
        x = graph.GlobalAveragePooling2D(x, "global_average_pooling2d_1");
        return graph.Dense(x, 1000, "Logits");
    }

    private static string Block(KerasGraph graph, string input, int filters, int strides, int number)
    {
        string prefix = Prefix(number);
        int inputs = graph.ShapeOf(input).Channels;
        string x = input;
        if (number > 0)
        {
            x = graph.Conv2D(x, Expansion * inputs, 1, $"{prefix}expand", useBias: false);
            x = graph.BatchNormalization(x, $"{prefix}expand_BN");
            x = graph.ReLU6(x, $"{prefix}expand_relu");
        }

        if (strides > 1)
            x = Pad(graph, x, $"{prefix}pad");
        x = graph.DepthwiseConv2D(x, 3, $"{prefix}depthwise", strides, strides > 1 ? KerasPadding.Valid : KerasPadding.Same);
        x = graph.BatchNormalization(x, $"{prefix}depthwise_BN");
        x = graph.ReLU6(x, $"{prefix}depthwise_relu");
        x = graph.Conv2D(x, filters, 1, $"{prefix}project", useBias: false);
        x = graph.BatchNormalization(x, $"{prefix}project_BN");
        return inputs == filters && strides == 1 ? graph.Add(input, x, $"{prefix}add") : x;
    }

    private static string Prefix(int number) => number == 0 ? "expanded_conv_" : $"block_{number}_";

    /// <summary>What a window of 3 with stride 2 needs: even lengths get nothing before the first row, as in TensorFlow.</summary>
    private static string Pad(KerasGraph graph, string x, string name) => graph.ZeroPadding2D(x, graph.ShapeOf(x).Height % 2, 1, name);

    /// <summary>The nearest multiple of 8, at least 8; the next one where that would take off more than a tenth.</summary>
    private static int Channels(double wanted)
    {
        int nearest = Math.Max(8, (int)(wanted + 4) / 8 * 8);
        return nearest < .9 * wanted ? nearest + 8 : nearest;
    }
}
