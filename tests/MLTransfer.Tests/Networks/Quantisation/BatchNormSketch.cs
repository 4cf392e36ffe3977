using MLTransfer.Networks;

namespace MLTransfer.Tests.Networks.Quantisation;

/// <summary>Adds batch normalisation with statistics of its own to sketches.</summary>
internal static class BatchNormSketch
{
    public static string BatchNorm(this NetworkSketch sketch, string from, string to, int channels, int seed = 1)
    {
        var random = new Random(seed);
        foreach ((string part, float low, float high) in new[] { ("scale", .5f, 2f), ("shift", -1f, 1f), ("mean", -1f, 1f), ("variance", .2f, 3f) })
            sketch.Graph.Initializer.Add(GraphElements.Tensor($"{to}.{part}", Numbers.Random(random, channels, low, high), channels));
        return sketch.Node("BatchNormalization", [from, $"{to}.scale", $"{to}.shift", $"{to}.mean", $"{to}.variance"], to, GraphElements.Attribute("epsilon", .01f));
    }
}
