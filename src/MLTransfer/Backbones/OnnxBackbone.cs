using System.Globalization;
using System.Text;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Backbones;

/// <summary>Makes a backbone of any ONNX file.</summary>
internal static class OnnxBackbone
{
    public static LoadedBackbone Load(string path, BackboneOptions options)
    {
        byte[] bytes = NetworkFile.ReadBytes(path);
        ModelProto network = NetworkFile.Parse(bytes, path);
        HalfPrecision.Widen(network.Graph);
        ValueInfoProto input = ImageInput.Find(network.Graph, path);
        string output = OutputOf(network.Graph, options.Output, path);
        network = NetworkSlice.Below(network, output);
        network.Graph.Input.Clear();
        network.Graph.Input.Add(input);
        _ = new NetworkGraph(network.Graph, path);
        IReadOnlyDictionary<string, string> renamed = TensorNames.Release(network);

        ResizePolicy resize = options.Resize ?? ResizeFor(input, path);
        InputNormalisation normalisation = Normalisation(options.Preprocessing, resize, ImageInput.TakesBytes(input), path);
        bool batchWasFixed = ImageInput.Batch(input) > 0;
        ImageInput.Adapt(network);
        BatchDimension.Free(network, resize.CropHeight, resize.CropWidth);
        normalisation.Prepend(network, resize.CropHeight, resize.CropWidth);
        ComputedSizes.Fold(network);
        ModelProto whole = network;
        if (options is { KeepClassifier: false, Output: null } && OldClassifier.FindFeatures(network, path) is { } features)
            network = NetworkSlice.Below(network, output = features);
        KeyValuePair<string, string>[]? stages =
            options.Stages is null ? null : [.. options.Stages.Select(s => KeyValuePair.Create(s.Key, renamed.GetValueOrDefault(s.Value, s.Value)))];
        var loaded = new LoadedBackbone(
            network, resize, Hash(bytes, output, options.Preprocessing, resize), index => $"stage{index + 1}", stages)
        {
            Classifier = whole.Graph.Node.SelectMany(n => n.Output).Except(network.Graph.Node.SelectMany(n => n.Output)).ToHashSet(),
        };
        if (loaded.Cuts.Count == 0)
            throw new NetworkException(path, "the output does not depend on the input image.");
        if (batchWasFixed && !NetworkProbe.TreatsImagesOfABatchAlike(network, path))
            throw new NetworkException(
                path, "the network is fixed to its batch and cannot be freed from it. Export it with a dynamic batch dimension.");
        return loaded;
    }

    private static string OutputOf(GraphProto graph, string? wanted, string path)
    {
        string[] outputs = [.. graph.Output.Select(o => o.Name)];
        if (outputs.Length == 0)
            throw new NetworkException(path, "the network has no output.");
        return wanted is null || outputs.Contains(wanted)
            ? wanted ?? outputs[0]
            : throw new NetworkException(path, $"there is no output '{wanted}'. Outputs: {string.Join(", ", outputs)}.");
    }

    private static ResizePolicy ResizeFor(ValueInfoProto input, string path)
    {
        (long height, long width) = ImageInput.SizeOf(input);
        if (Math.Max(height, width) > ResizePolicy.LargestCrop)
            throw new NetworkException(
                path, $"the network takes images of {height} x {width}, more than {ResizePolicy.LargestCrop} x {ResizePolicy.LargestCrop}.");
        return height <= 0 || width <= 0
            ? ResizePolicy.Default
            : ResizePolicy.ForSize((int)Math.Max(height, width)) with { CropHeight = (int)height, CropWidth = (int)width };
    }

    private static InputNormalisation Normalisation(Preprocessing preprocessing, ResizePolicy resize, bool takesBytes, string path)
    {
        if (preprocessing.Mean.Count != 3 && preprocessing.Mean.Count != 3 * resize.CropHeight * resize.CropWidth)
            throw new NetworkException(
                path, $"Preprocessing.Mean has {preprocessing.Mean.Count} values; it needs 3, or 3 x {resize.CropHeight} x {resize.CropWidth}.");
        if (!preprocessing.Mean.All(float.IsFinite))
            throw new NetworkException(path, "Preprocessing.Mean needs finite values.");
        if (preprocessing.Deviation.Count != 3 || preprocessing.Deviation.Any(d => d == 0 || !float.IsFinite(d)))
            throw new NetworkException(path, "Preprocessing.Deviation needs 3 finite values, none of them 0.");
        if (takesBytes && (preprocessing.Mean.Any(m => m != 0) || preprocessing.Deviation.Any(d => d != 1)))
        {
            throw new NetworkException(
                path, "the network takes bytes, so it normalises by itself: Preprocessing may give an order of channels, but no mean or deviation.");
        }

        return new InputNormalisation(preprocessing.ChannelOrder == ChannelOrder.Bgr, [.. preprocessing.Mean], [.. preprocessing.Deviation]);
    }

    private static string Hash(byte[] network, string output, Preprocessing preprocessing, ResizePolicy resize)
    {
        string rest = $"{output}|{preprocessing.ChannelOrder}|{Join(preprocessing.Mean)}|{Join(preprocessing.Deviation)}|{resize}";
        return Backbone.HashOf(network, Encoding.UTF8.GetBytes(rest));

        static string Join(IEnumerable<float> values) => string.Join(',', values.Select(v => v.ToString(CultureInfo.InvariantCulture)));
    }
}
