namespace MLTransfer.Backbones.Keras;

/// <summary>ResNet-50 as Keras has it: the stride is in the first 1x1 convolution of a stage, and convolutions have biases.</summary>
/// <remarks>He et al., "Deep Residual Learning for Image Recognition", 2015.</remarks>
internal sealed class ResNet50
{
    private readonly KerasGraph _graph;
    private readonly bool _of2016;

    private ResNet50(KerasGraph graph, bool of2016) => (_graph, _of2016) = (graph, of2016);

    /// <param name="graph">Where the layers go.</param>
    /// <param name="includeTop">Whether the classifier belongs to it.</param>
    /// <param name="of2016">
    /// Whether it is for the weights that Keras published in 2016: they were trained with another epsilon, and of a block's two branches the longer
    /// came first, so that their layers are saved in another order.
    /// </param>
    /// <returns>The last layer.</returns>
    public static string Build(KerasGraph graph, bool includeTop, bool of2016 = false)
    {
        string x = new ResNet50(graph, of2016).Body();
        if (!includeTop)
            return x;
        x = graph.GlobalAveragePooling2D(x, "avg_pool");
        return graph.Dense(x, 1000, "predictions");
    }

    private string Body()
    {
        string x = _graph.ZeroPadding2D(KerasGraph.Input, 3, 3, "conv1_pad");
        x = _graph.Conv2D(x, 64, 7, "conv1_conv", strides: 2);
        x = Normalised(x, "conv1_bn");
        x = _graph.ReLU(x, "conv1_relu");
        x = _graph.ZeroPadding2D(x, 1, 1, "pool1_pad");
        x = _graph.MaxPooling2D(x, 3, "pool1_pool", strides: 2);
        x = Stack(x, 64, 3, "conv2", strides: 1);
        x = Stack(x, 128, 4, "conv3");
        x = Stack(x, 256, 6, "conv4");
        return Stack(x, 512, 3, "conv5");
    }

    private string Stack(string x, int filters, int blocks, string name, int strides = 2)
    {
        x = Block(x, filters, $"{name}_block1", strides, convolvesShortcut: true);
        for (int i = 2; i <= blocks; i++)
            x = Block(x, filters, $"{name}_block{i}", strides: 1, convolvesShortcut: false);
        return x;
    }

    private string Block(string input, int filters, string name, int strides, bool convolvesShortcut)
    {
        string shortcut = input;
        if (convolvesShortcut)
        {
            shortcut = _graph.Conv2D(input, 4 * filters, 1, $"{name}_0_conv", strides);
            shortcut = Normalised(shortcut, $"{name}_0_bn");
        }

        string x = _graph.Conv2D(input, filters, 1, $"{name}_1_conv", strides);
        x = Normalised(x, $"{name}_1_bn");
        x = _graph.ReLU(x, $"{name}_1_relu");
        x = _graph.Conv2D(x, filters, 3, $"{name}_2_conv", padding: KerasPadding.Same);
        x = Normalised(x, $"{name}_2_bn");
        x = _graph.ReLU(x, $"{name}_2_relu");
        x = _graph.Conv2D(x, 4 * filters, 1, $"{name}_3_conv");
        x = Normalised(x, $"{name}_3_bn");
        x = _of2016 ? _graph.Add(x, shortcut, $"{name}_add") : _graph.Add(shortcut, x, $"{name}_add");
        return _graph.ReLU(x, $"{name}_out");
    }

    private string Normalised(string x, string name) => _graph.BatchNormalization(x, name, _of2016 ? 1e-3f : 1.001e-5f);
}
