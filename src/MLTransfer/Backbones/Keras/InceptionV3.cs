namespace MLTransfer.Backbones.Keras;

/// <summary>Inception v3. Its layers without a name are numbered from 1, as in a new Keras session.</summary>
/// <remarks>Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", 2015.</remarks>
internal sealed class InceptionV3
{
    private readonly KerasGraph _graph;
    private int _convolutions, _averages, _maxima, _concatenations;

    private InceptionV3(KerasGraph graph) => _graph = graph;

    /// <param name="graph">Where the layers go.</param>
    /// <param name="includeTop">Whether the classifier belongs to it.</param>
    /// <returns>The last layer.</returns>
    public static string Build(KerasGraph graph, bool includeTop)
    {
        string x = new InceptionV3(graph).Body();
        if (!includeTop)
            return x;
        x = graph.GlobalAveragePooling2D(x, "avg_pool");
        return graph.Dense(x, 1000, "predictions");
    }

    private string Body()
    {
        string x = Convolution(KerasGraph.Input, 32, 3, 3, strides: 2, KerasPadding.Valid);
        x = Convolution(x, 32, 3, 3, padding: KerasPadding.Valid);
        x = Convolution(x, 64, 3, 3);
        x = Maximum(x);
        x = Convolution(x, 80, 1, 1, padding: KerasPadding.Valid);
        x = Convolution(x, 192, 3, 3, padding: KerasPadding.Valid);
        x = Maximum(x);

        x = Block35(x, 32, "mixed0");
        x = Block35(x, 64, "mixed1");
        x = Block35(x, 64, "mixed2");
        x = ReductionTo17(x, "mixed3");
        x = Block17(x, 128, "mixed4");
        x = Block17(x, 160, "mixed5");
        x = Block17(x, 160, "mixed6");
        x = Block17(x, 192, "mixed7");
        x = ReductionTo8(x, "mixed8");
        x = Block8(x, "mixed9", "mixed9_0");
        return Block8(x, "mixed10", "mixed9_1");
    }

    /// <summary>At 35 x 35 of an image of 299 x 299.</summary>
    private string Block35(string x, int pooled, string name)
    {
        string one = Convolution(x, 64, 1, 1);
        string five = Convolution(x, 48, 1, 1);
        five = Convolution(five, 64, 5, 5);
        string twice = Convolution(x, 64, 1, 1);
        twice = Convolution(twice, 96, 3, 3);
        twice = Convolution(twice, 96, 3, 3);
        return _graph.Concatenate([one, five, twice, Pooled(x, pooled)], name);
    }

    private string ReductionTo17(string x, string name)
    {
        string three = Convolution(x, 384, 3, 3, strides: 2, KerasPadding.Valid);
        string twice = Convolution(x, 64, 1, 1);
        twice = Convolution(twice, 96, 3, 3);
        twice = Convolution(twice, 96, 3, 3, strides: 2, KerasPadding.Valid);
        return _graph.Concatenate([three, twice, Maximum(x)], name);
    }

    /// <summary>At 17 x 17 of an image of 299 x 299.</summary>
    private string Block17(string x, int inner, string name)
    {
        string one = Convolution(x, 192, 1, 1);
        string seven = Convolution(x, inner, 1, 1);
        seven = Convolution(seven, inner, 1, 7);
        seven = Convolution(seven, 192, 7, 1);
        string twice = Convolution(x, inner, 1, 1);
        twice = Convolution(twice, inner, 7, 1);
        twice = Convolution(twice, inner, 1, 7);
        twice = Convolution(twice, inner, 7, 1);
        twice = Convolution(twice, 192, 1, 7);
        return _graph.Concatenate([one, seven, twice, Pooled(x, 192)], name);
    }

    private string ReductionTo8(string x, string name)
    {
        string three = Convolution(x, 192, 1, 1);
        three = Convolution(three, 320, 3, 3, strides: 2, KerasPadding.Valid);
        string seven = Convolution(x, 192, 1, 1);
        seven = Convolution(seven, 192, 1, 7);
        seven = Convolution(seven, 192, 7, 1);
        seven = Convolution(seven, 192, 3, 3, strides: 2, KerasPadding.Valid);
        return _graph.Concatenate([three, seven, Maximum(x)], name);
    }

    /// <summary>At 8 x 8 of an image of 299 x 299. Of its two forks only one has a name in Keras.</summary>
    private string Block8(string x, string name, string forkName)
    {
        string one = Convolution(x, 320, 1, 1);
        string three = Convolution(x, 384, 1, 1);
        three = Fork(three, forkName);
        string twice = Convolution(x, 448, 1, 1);
        twice = Convolution(twice, 384, 3, 3);
        twice = Fork(twice, $"concatenate_{++_concatenations}");
        return _graph.Concatenate([one, three, twice, Pooled(x, 192)], name);
    }

    private string Fork(string x, string name) => _graph.Concatenate([Convolution(x, 384, 1, 3), Convolution(x, 384, 3, 1)], name);

    private string Pooled(string x, int filters)
        => Convolution(_graph.AveragePooling2D(x, 3, $"average_pooling2d_{++_averages}", strides: 1, KerasPadding.Same), filters, 1, 1);

    private string Maximum(string x) => _graph.MaxPooling2D(x, 3, $"max_pooling2d_{++_maxima}", strides: 2);

    private string Convolution(string x, int filters, int height, int width, int strides = 1, KerasPadding padding = KerasPadding.Same)
    {
        int number = ++_convolutions;
        x = _graph.Conv2D(x, filters, height, $"conv2d_{number}", strides, padding, useBias: false, width: width);
        x = _graph.BatchNormalization(x, $"batch_normalization_{number}", scale: false);
        return _graph.ReLU(x, $"activation_{number}");
    }
}
