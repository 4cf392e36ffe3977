using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Backbones.Keras;

/// <summary>Makes a backbone of a Keras network and its weights.</summary>
internal static class KerasBackbone
{
    private const string TopStage = "top";

    // Changes whenever the same weights would become another graph.
    private const string Version = "1";

    /// <exception cref="WeightsException">The released weights cannot be had.</exception>
    /// <exception cref="BackboneException">The weights do not fit the network.</exception>
    public static LoadedBackbone Load(KerasModel model, int size, KerasOptions options)
    {
        WeightStore store = options.Store ?? WeightStore.Default;
        string path = store.Find(options.IncludeTop ? model.WeightsWithTop : model.Weights, options.WeightsPath);
        string hash = Hash(path, model, size, options);
        ModelProto network = store.CachedNetwork(hash) is { } cached
            ? NetworkFile.Parse(NetworkFile.ReadBytes(cached), cached)
            : BuildAndKeep(model, size, options, path, hash, store);
        List<KeyValuePair<string, string>> stages = [.. model.Stages];
        if (options.IncludeTop)
            stages.Add(KeyValuePair.Create(TopStage, network.Graph.Output[0].Name));
        return new LoadedBackbone(network, ResizePolicy.ForSize(size), hash, index => stages[index].Key, stages);
    }

    private static ModelProto BuildAndKeep(KerasModel model, int size, KerasOptions options, string path, string hash, WeightStore store)
    {
        using KerasWeightsFile weights = KerasWeightsFile.Open(path, model.Name);
        model = model.For(weights);
        weights.Pair(model.Tensors(options.IncludeTop));
        ModelProto network = model.Network(size, options.IncludeTop, weights);
        // Where it cannot be kept, it is built again next time.
        _ = store.SaveNetwork(hash, network.ToByteArray());
        return network;
    }

    /// <summary>SHA-256 of all that decides what the network computes.</summary>
    private static string Hash(string path, KerasModel model, int size, KerasOptions options)
    {
        string rest = string.Create(CultureInfo.InvariantCulture, $"{Version}|{model.Name}|{size}|{options.IncludeTop}");
        try
        {
            using FileStream file = File.OpenRead(path);
            return Backbone.HashOf(SHA256.HashData(file), Encoding.UTF8.GetBytes(rest));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackboneException(model.Name, $"its weights cannot be read: {e.Message}", e);
        }
    }
}
