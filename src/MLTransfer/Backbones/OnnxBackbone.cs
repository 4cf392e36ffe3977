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
        ValueInfoProto input = SingleImageInput(network.Graph, path);
        string output = OutputOf(network.Graph, options.Output, path);
        network = NetworkSlice.Below(network, output);
        network.Graph.Input.Clear();
        network.Graph.Input.Add(input);
        _ = new NetworkGraph(network.Graph, path);
        IReadOnlyDictionary<string, string> renamed = TensorNames.Release(network);

        ResizePolicy resize = options.Resize ?? ResizeFor(input, path);
        InputNormalisation normalisation = Normalisation(options.Preprocessing, resize, path);
        bool batchWasFixed = Dimension(input, 0) > 0;
        BatchDimension.Free(network, resize.CropHeight, resize.CropWidth);
        normalisation.Prepend(network, resize.CropHeight, resize.CropWidth);
        KeyValuePair<string, string>[]? stages =
            options.Stages is null ? null : [.. options.Stages.Select(s => KeyValuePair.Create(s.Key, renamed.GetValueOrDefault(s.Value, s.Value)))];
        var loaded = new LoadedBackbone(
            network, resize, Hash(bytes, output, options.Preprocessing, resize), index => $"stage{index + 1}", stages);
        if (loaded.Cuts.Count == 0)
            throw new NetworkException(path, "the output does not depend on the input image.");
        if (batchWasFixed && !NetworkProbe.TreatsImagesOfABatchAlike(network, path))
            throw new NetworkException(
                path, "the network is fixed to its batch and cannot be freed from it. Export it with a dynamic batch dimension.");
        return loaded;
    }

    private static ValueInfoProto SingleImageInput(GraphProto graph, string path)
    {
        var constants = graph.Initializer.Select(i => i.Name).ToHashSet();
        ValueInfoProto[] inputs = [.. graph.Input.Where(i => !constants.Contains(i.Name))];
        if (inputs is [{ Type.TensorType: { ElemType: (int)TensorProto.Types.DataType.Float, Shape.Dim: [_, { DimValue: 3 or 0 }, _, _] } } input])
            return input;
        throw new NetworkException(
            path, "a backbone takes one float32 tensor [N, 3, height, width]; this network takes " +
            $"{(inputs.Length == 0 ? "nothing" : string.Join(" and ", inputs.Select(i => $"'{i.Name}' {Describe(i)}")))}.");
    }

    private static string Describe(ValueInfoProto value)
        => value.Type?.TensorType is { Shape: { } shape } tensor
            ? $"{(TensorProto.Types.DataType)tensor.ElemType} [{string.Join(", ", shape.Dim.Select(Describe))}]"
            : "of unknown type";

    private static string Describe(TensorShapeProto.Types.Dimension dimension)
        => dimension.DimValue > 0 ? dimension.DimValue.ToString(CultureInfo.InvariantCulture) : dimension.DimParam;

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
        (long height, long width) = (Dimension(input, 2), Dimension(input, 3));
        if (Math.Max(height, width) > ResizePolicy.LargestCrop)
            throw new NetworkException(
                path, $"the network takes images of {height} x {width}, more than {ResizePolicy.LargestCrop} x {ResizePolicy.LargestCrop}.");
        return height <= 0 || width <= 0
            ? ResizePolicy.Default
            : ResizePolicy.ForSize((int)Math.Max(height, width)) with { CropHeight = (int)height, CropWidth = (int)width };
    }

    private static long Dimension(ValueInfoProto value, int index) => value.Type.TensorType.Shape.Dim[index].DimValue;

    private static InputNormalisation Normalisation(Preprocessing preprocessing, ResizePolicy resize, string path)
    {
        if (preprocessing.Mean.Count != 3 && preprocessing.Mean.Count != 3 * resize.CropHeight * resize.CropWidth)
            throw new NetworkException(
                path, $"Preprocessing.Mean has {preprocessing.Mean.Count} values; it needs 3, or 3 x {resize.CropHeight} x {resize.CropWidth}.");
        if (!preprocessing.Mean.All(float.IsFinite))
            throw new NetworkException(path, "Preprocessing.Mean needs finite values.");
        if (preprocessing.Deviation.Count != 3 || preprocessing.Deviation.Any(d => d == 0 || !float.IsFinite(d)))
            throw new NetworkException(path, "Preprocessing.Deviation needs 3 finite values, none of them 0.");
        return new InputNormalisation(preprocessing.ChannelOrder == ChannelOrder.Bgr, [.. preprocessing.Mean], [.. preprocessing.Deviation]);
    }

    private static string Hash(byte[] network, string output, Preprocessing preprocessing, ResizePolicy resize)
    {
        string rest = $"{output}|{preprocessing.ChannelOrder}|{Join(preprocessing.Mean)}|{Join(preprocessing.Deviation)}|{resize}";
        return Backbone.HashOf(network, Encoding.UTF8.GetBytes(rest));

        static string Join(IEnumerable<float> values) => string.Join(',', values.Select(v => v.ToString(CultureInfo.InvariantCulture)));
    }
}
