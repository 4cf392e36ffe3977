using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MLTransfer.Backbones.Keras;

/// <summary>Makes a backbone of a Keras network and its weights.</summary>
internal static class KerasBackbone
{
    private const string TopStage = "top";

    public static LoadedBackbone Load(KerasModel model, int size, KerasOptions options)
    {
        string path = options.WeightsPath ?? throw new BackboneException(
            model.Name, $"its weights are missing. Download {WeightsOf(model, options).Address} and give its path as {nameof(KerasOptions.WeightsPath)}.");
        using KerasWeightsFile weights = KerasWeightsFile.Open(path, model.Name);
        model = model.For(weights);
        weights.Pair(model.Tensors(options.IncludeTop));
        var network = model.Network(size, options.IncludeTop, weights);
        List<KeyValuePair<string, string>> stages = [.. model.Stages];
        if (options.IncludeTop)
            stages.Add(KeyValuePair.Create(TopStage, network.Graph.Output[0].Name));
        return new LoadedBackbone(network, ResizePolicy.ForSize(size), Hash(path, model, size, options), index => stages[index].Key, stages);
    }

    private static WeightFile WeightsOf(KerasModel model, KerasOptions options) => options.IncludeTop ? model.WeightsWithTop : model.Weights;

    private static string Hash(string path, KerasModel model, int size, KerasOptions options)
    {
        using FileStream file = File.OpenRead(path);
        string rest = string.Create(CultureInfo.InvariantCulture, $"{model.Name}|{size}|{options.IncludeTop}");
        return Backbone.HashOf(SHA256.HashData(file), Encoding.UTF8.GetBytes(rest));
    }
}
