namespace MLTransfer.Backbones.Keras;

/// <summary>MobileNet (the first) of full width.</summary>
/// <remarks>Howard et al., "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications", 2017.</remarks>
internal static class MobileNet
{
    private static readonly (int Filters, int Strides)[] Blocks =
    [
        (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1),
    ];

    /// <param name="graph">Where the layers go.</param>
    /// <param name="includeTop">Whether the classifier belongs to it.</param>
    /// <returns>The last layer.</returns>
    public static string Build(KerasGraph graph, bool includeTop)
    {
        string x = graph.ZeroPadding2D(KerasGraph.Input, 0, 1, "conv1_pad");
        x = graph.Conv2D(x, 32, 3, "conv1", strides: 2, useBias: false);
        x = graph.BatchNormalization(x, "conv1_bn");
        x = graph.ReLU6(x, "conv1_relu");
        for (int i = 0; i < Blocks.Length; i++)
            x = Block(graph, x, Blocks[i].Filters, Blocks[i].Strides, i + 1);
        if (!includeTop)
            return x;
        x = graph.GlobalAveragePooling2D(x, "global_average_pooling2d_1");
        x = graph.ReshapeToPixel(x, "reshape_1");
        x = graph.Conv2D(x, 1000, 1, "conv_preds");
        return graph.Flatten(x, "reshape_2");
    }

    private static string Block(KerasGraph graph, string x, int filters, int strides, int number)
    {
        if (strides > 1)
            x = graph.ZeroPadding2D(x, 0, 1, $"conv_pad_{number}");
        x = graph.DepthwiseConv2D(x, 3, $"conv_dw_{number}", strides, strides > 1 ? KerasPadding.Valid : KerasPadding.Same);
        x = graph.BatchNormalization(x, $"conv_dw_{number}_bn");
        x = graph.ReLU6(x, $"conv_dw_{number}_relu");
        x = graph.Conv2D(x, filters, 1, $"conv_pw_{number}", padding: KerasPadding.Same, useBias: false);
        x = graph.BatchNormalization(x, $"conv_pw_{number}_bn");
        return graph.ReLU6(x, $"conv_pw_{number}_relu");
    }
}
