namespace MLTransfer.Backbones.Keras;

/// <summary>ResNet-50 as Keras has it: the stride is in the first 1x1 convolution of a stage, and convolutions have biases.</summary>
/// <remarks>He et al., "Deep Residual Learning for Image Recognition", 2015.</remarks>
internal static class ResNet50
{
    /// <summary>The epsilon of batch normalisation that belongs to the weights that Keras has published since 2018.</summary>
    public const float Epsilon = 1.001e-5f;

    /// <summary>The one that belongs to those of 2016.</summary>
    public const float EpsilonOf2016 = 1e-3f;

    /// <param name="graph">Where the layers go.</param>
    /// <param name="includeTop">Whether the classifier belongs to it.</param>
    /// <param name="epsilon">The epsilon of batch normalisation.</param>
    /// <returns>The last layer.</returns>
    public static string Build(KerasGraph graph, bool includeTop, float epsilon = Epsilon)
    {
        string x = graph.ZeroPadding2D(KerasGraph.Input, 3, 3, "conv1_pad");
        x = graph.Conv2D(x, 64, 7, "conv1_conv", strides: 2);
        x = graph.BatchNormalization(x, "conv1_bn", epsilon);
        x = graph.ReLU(x, "conv1_relu");
        x = graph.ZeroPadding2D(x, 1, 1, "pool1_pad");
        x = graph.MaxPooling2D(x, 3, "pool1_pool", strides: 2);
        x = Stack(graph, x, 64, 3, "conv2", epsilon, strides: 1);
        x = Stack(graph, x, 128, 4, "conv3", epsilon);
        x = Stack(graph, x, 256, 6, "conv4", epsilon);
        x = Stack(graph, x, 512, 3, "conv5", epsilon);
        if (!includeTop)
            return x;
        x = graph.GlobalAveragePooling2D(x, "avg_pool");
        return graph.Dense(x, 1000, "predictions");
    }

    private static string Stack(KerasGraph graph, string x, int filters, int blocks, string name, float epsilon, int strides = 2)
    {
        x = Block(graph, x, filters, $"{name}_block1", epsilon, strides, convolvesShortcut: true);
        for (int i = 2; i <= blocks; i++)
            x = Block(graph, x, filters, $"{name}_block{i}", epsilon, strides: 1, convolvesShortcut: false);
        return x;
    }

    private static string Block(KerasGraph graph, string input, int filters, string name, float epsilon, int strides, bool convolvesShortcut)
    {
        string shortcut = input;
        if (convolvesShortcut)
        {
            shortcut = graph.Conv2D(input, 4 * filters, 1, $"{name}_0_conv", strides);
            shortcut = graph.BatchNormalization(shortcut, $"{name}_0_bn", epsilon);
        }

        string x = graph.Conv2D(input, filters, 1, $"{name}_1_conv", strides);
        x = graph.BatchNormalization(x, $"{name}_1_bn", epsilon);
        x = graph.ReLU(x, $"{name}_1_relu");
        x = graph.Conv2D(x, filters, 3, $"{name}_2_conv", padding: KerasPadding.Same);
        x = graph.BatchNormalization(x, $"{name}_2_bn", epsilon);
        x = graph.ReLU(x, $"{name}_2_relu");
        x = graph.Conv2D(x, 4 * filters, 1, $"{name}_3_conv");
        x = graph.BatchNormalization(x, $"{name}_3_bn", epsilon);
        x = graph.Add(shortcut, x, $"{name}_add");
        return graph.ReLU(x, $"{name}_out");
    }
}
