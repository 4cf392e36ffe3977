namespace MLTransfer.Backbones.Keras;

/// <summary>Xception. Its layers without a name are numbered from 1, as in a new Keras session.</summary>
/// <remarks>Chollet, "Xception: Deep Learning with Depthwise Separable Convolutions", 2016.</remarks>
internal static class Xception
{
    private const int MiddleFilters = 728;

    /// <param name="graph">Where the layers go.</param>
    /// <param name="includeTop">Whether the classifier belongs to it.</param>
    /// <returns>The last layer.</returns>
    public static string Build(KerasGraph graph, bool includeTop)
    {
        string x = Convolution(graph, KerasGraph.Input, 32, "block1_conv1", strides: 2);
        x = Convolution(graph, x, 64, "block1_conv2", strides: 1);
        x = Reduction(graph, x, 128, 128, block: 2, shortcut: 1);
        x = Reduction(graph, x, 256, 256, block: 3, shortcut: 2);
        x = Reduction(graph, x, MiddleFilters, MiddleFilters, block: 4, shortcut: 3);
        for (int block = 5; block <= 12; block++)
            x = Middle(graph, x, block);
        x = Reduction(graph, x, MiddleFilters, 1024, block: 13, shortcut: 4);
        x = Separable(graph, x, 1536, "block14_sepconv1");
        x = graph.ReLU(x, "block14_sepconv1_act");
        x = Separable(graph, x, 2048, "block14_sepconv2");
        x = graph.ReLU(x, "block14_sepconv2_act");
        if (!includeTop)
            return x;
        x = graph.GlobalAveragePooling2D(x, "avg_pool");
        return graph.Dense(x, 1000, "predictions");
    }

    private static string Convolution(KerasGraph graph, string x, int filters, string name, int strides)
    {
        x = graph.Conv2D(x, filters, 3, name, strides, useBias: false);
        x = graph.BatchNormalization(x, $"{name}_bn");
        return graph.ReLU(x, $"{name}_act");
    }

    private static string Separable(KerasGraph graph, string x, int filters, string name)
    {
        x = graph.SeparableConv2D(x, filters, 3, name, KerasPadding.Same);
        return graph.BatchNormalization(x, $"{name}_bn");
    }

    /// <summary>Halves height and width. The first such block has no activation of its own at its start: what it reads went through one.</summary>
    private static string Reduction(KerasGraph graph, string input, int filters, int outputs, int block, int shortcut)
    {
        string residual = graph.Conv2D(input, outputs, 1, $"conv2d_{shortcut}", strides: 2, KerasPadding.Same, useBias: false);
        residual = graph.BatchNormalization(residual, $"batch_normalization_{shortcut}");
        string x = block == 2 ? input : graph.ReLU(input, $"block{block}_sepconv1_act");
        x = Separable(graph, x, filters, $"block{block}_sepconv1");
        x = graph.ReLU(x, $"block{block}_sepconv2_act");
        x = Separable(graph, x, outputs, $"block{block}_sepconv2");
        x = graph.MaxPooling2D(x, 3, $"block{block}_pool", strides: 2, KerasPadding.Same);
        return graph.Add(x, residual, $"add_{block - 1}");
    }

    private static string Middle(KerasGraph graph, string input, int block)
    {
        string x = input;
        for (int i = 1; i <= 3; i++)
        {
            x = graph.ReLU(x, $"block{block}_sepconv{i}_act");
            x = Separable(graph, x, MiddleFilters, $"block{block}_sepconv{i}");
        }

        return graph.Add(x, input, $"add_{block - 1}");
    }
}
