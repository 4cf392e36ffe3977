namespace MLTransfer.Backbones.Keras;

/// <summary>VGG16 and VGG19.</summary>
/// <remarks>Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014.</remarks>
internal static class Vgg
{
    /// <param name="graph">Where the layers go.</param>
    /// <param name="convolutions">The number of convolutions in each block: 2, 2, 3, 3, 3 or 2, 2, 4, 4, 4.</param>
    /// <param name="includeTop">Whether the classifier belongs to it.</param>
    /// <returns>The last layer.</returns>
    public static string Build(KerasGraph graph, ReadOnlySpan<int> convolutions, bool includeTop)
    {
        ReadOnlySpan<int> filters = [64, 128, 256, 512, 512];
        string x = KerasGraph.Input;
        for (int block = 1; block <= convolutions.Length; block++)
        {
            for (int i = 1; i <= convolutions[block - 1]; i++)
                x = graph.Conv2D(x, filters[block - 1], 3, $"block{block}_conv{i}", padding: KerasPadding.Same, relu: true);
            x = graph.MaxPooling2D(x, 2, $"block{block}_pool", strides: 2);
        }

        if (!includeTop)
            return x;
        x = graph.Flatten(x, "flatten");
        x = graph.Dense(x, 4096, "fc1", relu: true);
        x = graph.Dense(x, 4096, "fc2", relu: true);
        return graph.Dense(x, 1000, "predictions");
    }
}
