namespace MLTransfer.Backbones.Keras;

/// <summary>SqueezeNet 1.1, in the layers of the package keras-squeezenet.</summary>
/// <remarks>Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and &lt;0.5MB model size", 2016.</remarks>
internal static class SqueezeNet
{
    /// <param name="graph">Where the layers go.</param>
    /// <param name="includeTop">Whether the classifier belongs to it.</param>
    /// <returns>The last layer.</returns>
    public static string Build(KerasGraph graph, bool includeTop)
    {
        string x = graph.Conv2D(KerasGraph.Input, 64, 3, "conv1", strides: 2);
        x = graph.ReLU(x, "relu_conv1");
        x = graph.MaxPooling2D(x, 3, "pool1", strides: 2);
        x = Fire(graph, x, 16, 64, "fire2");
        x = Fire(graph, x, 16, 64, "fire3");
        x = graph.MaxPooling2D(x, 3, "pool3", strides: 2);
        x = Fire(graph, x, 32, 128, "fire4");
        x = Fire(graph, x, 32, 128, "fire5");
        x = graph.MaxPooling2D(x, 3, "pool5", strides: 2);
        x = Fire(graph, x, 48, 192, "fire6");
        x = Fire(graph, x, 48, 192, "fire7");
        x = Fire(graph, x, 64, 256, "fire8");
        x = Fire(graph, x, 64, 256, "fire9");
        if (!includeTop)
            return x;
        x = graph.Conv2D(x, 1000, 1, "conv10");
        x = graph.ReLU(x, "relu_conv10");
        return graph.GlobalAveragePooling2D(x, "global_average_pooling2d_1");
    }

    private static string Fire(KerasGraph graph, string x, int squeeze, int expand, string name)
    {
        x = graph.Conv2D(x, squeeze, 1, $"{name}/squeeze1x1");
        x = graph.ReLU(x, $"{name}/relu_squeeze1x1");
        string left = graph.Conv2D(x, expand, 1, $"{name}/expand1x1");
        left = graph.ReLU(left, $"{name}/relu_expand1x1");
        string right = graph.Conv2D(x, expand, 3, $"{name}/expand3x3", padding: KerasPadding.Same);
        right = graph.ReLU(right, $"{name}/relu_expand3x3");
        return graph.Concatenate([left, right], $"{name}/concat");
    }
}
