using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using MLTransfer.Extraction;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Training;

/// <summary>
/// A whole classifier as one ONNX network: normalisation, backbone, head and softmax; the labels and how photos become its input are in
/// its metadata.
/// </summary>
/// <param name="Network">The graph, from <see cref="TensorNames.Image"/> to <see cref="TensorNames.Score"/> and
/// <see cref="TensorNames.Logits"/>.</param>
/// <param name="Labels">The classes, in the order of the scores.</param>
/// <param name="Resize">How photos become the input.</param>
/// <param name="Background">The colour behind transparent pixels.</param>
/// <param name="Backbone">What the features come from, for people.</param>
internal sealed record ClassifierNetwork(ModelProto Network, IReadOnlyList<string> Labels, ResizePolicy Resize, Rgb Background, string Backbone)
{
    // "labels" is the name that other readers of ONNX metadata look for.
    private const string LabelsKey = "labels";
    private const string ResizeKey = "mltransfer.resize";
    private const string BackgroundKey = "mltransfer.background";
    private const string BackboneKey = "mltransfer.backbone";

    public static ClassifierNetwork Create(ImageNetwork features, LinearHead head, IReadOnlyList<string> labels, Rgb background)
    {
        ModelProto network = NetworkSlice.ShallowCopy(features.Network);
        ClassifierHead.Append(network, features.Output, head.Weights, head.Bias);
        network.MetadataProps.Clear();
        Add(LabelsKey, JsonSerializer.Serialize(labels));
        Add(ResizeKey, Join(features.Resize.ShortSide, features.Resize.CropHeight, features.Resize.CropWidth));
        Add(BackgroundKey, Join(background.R, background.G, background.B));
        Add(BackboneKey, features.Description);
        return new ClassifierNetwork(network, labels, features.Resize, background, features.Description);

        void Add(string key, string value) => network.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
    }

    /// <summary>
    /// Reads what <see cref="ToBytes"/> wrote, also with the crop that the stock pipeline puts in front. Whether graph and metadata fit
    /// each other is for the reader of files to check.
    /// </summary>
    /// <exception cref="NetworkException">The bytes are not such a network.</exception>
    public static ClassifierNetwork Parse(ArraySegment<byte> bytes, string name)
    {
        ModelProto network = NetworkFile.Parse(bytes, name);
        Dictionary<string, string> metadata = network.MetadataProps.GroupBy(p => p.Key).ToDictionary(g => g.Key, g => g.Last().Value);
        try
        {
            string[] labels = JsonSerializer.Deserialize<string[]>(metadata[LabelsKey]) ?? [];
            int[] resize = Split(metadata[ResizeKey], 3), background = Split(metadata[BackgroundKey], 3);
            var policy = new ResizePolicy { ShortSide = resize[0], CropHeight = resize[1], CropWidth = resize[2] };
            return new ClassifierNetwork(
                CentreCrop.Remove(network, policy.CropHeight, policy.CropWidth), labels, policy,
                new Rgb(checked((byte)background[0]), checked((byte)background[1]), checked((byte)background[2])), metadata[BackboneKey]);
        }
        catch (Exception e) when (e is KeyNotFoundException or JsonException or FormatException or OverflowException)
        {
            throw new NetworkException(
                name, "this ONNX file is not a classifier that MLTransfer saved: its metadata does not say its labels and input.", e);
        }
    }

    /// <summary>The network with one of its outputs in view.</summary>
    public ImageNetwork Computing(string output) => new(Network, output, Labels.Count, Resize, Backbone, Identity: "");

    public byte[] ToBytes() => Network.ToByteArray();

    private static string Join(params int[] numbers) => string.Join(',', numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)));

    private static int[] Split(string text, int count)
    {
        int[] numbers = [.. text.Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
        return numbers.Length == count ? numbers : throw new FormatException($"'{text}' should hold {count} numbers.");
    }
}
