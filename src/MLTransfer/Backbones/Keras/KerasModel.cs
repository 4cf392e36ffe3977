using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Backbones.Keras;

/// <summary>What Keras has published of a network.</summary>
internal sealed record KerasModel
{
    /// <summary>The name, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>The height and width of its images, in pixels.</summary>
    public int DefaultSize { get; init; } = 224;

    /// <summary>The least height and width, in pixels.</summary>
    public int MinimumSize { get; init; } = 32;

    /// <summary>Whether the classifier needs images of the default size.</summary>
    public bool HasFixedTop { get; init; }

    /// <summary>What the network expects of its input.</summary>
    public Preprocessing Preprocessing { get; init; } = Preprocessing.Keras;

    /// <summary>The names of its stages, each with the layer that it ends at.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Stages { get; init; }

    /// <summary>Writes the layers, with the classifier or without, and returns the last.</summary>
    public required Func<KerasGraph, bool, string> Build { get; init; }

    /// <summary>A layer that tells an older file of weights, and how the network was built for those; null where there is none.</summary>
    public (string Layer, Func<KerasGraph, bool, string> Build)? Older { get; init; }

    /// <summary>The weights without the classifier.</summary>
    public required WeightFile Weights { get; init; }

    /// <summary>The weights with the classifier.</summary>
    public required WeightFile WeightsWithTop { get; init; }

    /// <summary>The licence of the weights, as Keras or their publisher states it.</summary>
    public required string License { get; init; }

    /// <summary>With which weights the tests compare it with Keras.</summary>
    public required string Verified { get; init; }

    /// <summary>The network as it was when a file of weights was made.</summary>
    public KerasModel For(KerasWeightsFile weights)
        => Older is { } older && weights.LayerNames.Contains(older.Layer) ? this with { Build = older.Build } : this;

    /// <summary>The graph, from RGB 0..255 on.</summary>
    public ModelProto Network(int size, bool includeTop, IKerasWeights weights)
    {
        var graph = new KerasGraph(Name, size, weights);
        ModelProto network = graph.Build(Build(graph, includeTop));
        new InputNormalisation(Preprocessing.ChannelOrder == ChannelOrder.Bgr, [.. Preprocessing.Mean], [.. Preprocessing.Deviation])
            .Prepend(network, size, size);
        return network;
    }

    /// <summary>The tensors of a network of this kind, in the order in which Keras saves its layers.</summary>
    public IReadOnlyList<KerasTensor> Tensors(bool includeTop)
    {
        var shapes = new KerasShapes();
        var graph = new KerasGraph(Name, DefaultSize, shapes);
        string output = Build(graph, includeTop);
        ILookup<string, KerasTensor> tensors = shapes.Tensors.ToLookup(t => t.Layer);
        return [.. KerasLayerOrder.Of(graph.Layers, output).SelectMany(layer => tensors[layer])];
    }

    /// <summary>What there is to know of the network at some size.</summary>
    public BackboneInfo Describe(int size, bool includeTop)
    {
        long withTop = CountParameters(includeTop: true), parameters = includeTop ? withTop : CountParameters(includeTop: false);
        return BackboneDescription.Of(Network(size, includeTop, new KerasShapes()), parameters, Name) with
        {
            ParametersWithTop = withTop,
            License = License,
            Source = (includeTop ? WeightsWithTop : Weights).Address.ToString(),
            Verified = Verified,
        };
    }

    /// <summary>The number of its weights as Keras counts them, the statistics of batch normalisation included.</summary>
    public long CountParameters(bool includeTop) => Tensors(includeTop).Sum(t => t.Elements);
}
