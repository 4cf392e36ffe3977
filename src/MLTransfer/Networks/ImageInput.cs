using System.Globalization;
using Onnx;
using static Onnx.TensorProto.Types;

namespace MLTransfer.Networks;

/// <summary>
/// Brings the input of a foreign network into the form that backbones have, float32 [N, 3, height, width]. TensorFlow and Keras export
/// [N, height, width, 3]; networks for pixels as they are take bytes.
/// </summary>
internal static class ImageInput
{
    private const string Planes = "Normalise.Planes";

    /// <summary>The only input of a network that is no constant.</summary>
    /// <exception cref="NetworkException">There are none or several, or it takes no RGB images.</exception>
    public static ValueInfoProto Find(GraphProto graph, string path)
    {
        var constants = graph.Initializer.Select(i => i.Name).ToHashSet();
        ValueInfoProto[] inputs = [.. graph.Input.Where(i => !constants.Contains(i.Name))];
        if (inputs is [{ Type.TensorType: { ElemType: (int)DataType.Float or (int)DataType.Uint8, Shape.Dim.Count: 4 } } input]
            && (IsChannelsLast(input) || Dimension(input, 1) is 3 or 0))
            return input;
        throw new NetworkException(
            path, "a backbone takes one float32 tensor [N, 3, height, width]; float16, uint8 and [N, height, width, 3] are made that; this " +
            $"network takes {(inputs.Length == 0 ? "nothing" : string.Join(" and ", inputs.Select(i => $"'{i.Name}' {Describe(i)}")))}.");
    }

    public static bool TakesBytes(ValueInfoProto input) => input.Type.TensorType.ElemType == (int)DataType.Uint8;

    /// <summary>The first dimension, batch; 0 where it is free.</summary>
    public static long Batch(ValueInfoProto input) => Dimension(input, 0);

    /// <summary>Height and width; 0 where they are free.</summary>
    public static (long Height, long Width) SizeOf(ValueInfoProto input)
        => IsChannelsLast(input) ? (Dimension(input, 1), Dimension(input, 2)) : (Dimension(input, 2), Dimension(input, 3));

    /// <summary>Puts what is needed before the only input of a network. Changes the network in place.</summary>
    public static void Adapt(ModelProto network)
    {
        GraphProto graph = network.Graph;
        ValueInfoProto input = graph.Input[0];
        bool isChannelsLast = IsChannelsLast(input), takesBytes = TakesBytes(input);
        if (!isChannelsLast && !takesBytes)
            return;

        graph.Input[0] = AsPlanes(input);
        if (isChannelsLast && !takesBytes && TryRemoveTranspose(graph, input.Name))
            return;
        var nodes = new List<NodeProto>();
        string current = Planes;
        if (isChannelsLast)
            Add("Transpose", [current], takesBytes ? "Normalise.ChannelsLast" : input.Name, GraphElements.Attribute("perm", 0L, 2L, 3L, 1L));
        if (takesBytes)
        {
            // Resized pixels lie between whole numbers; the cast takes the lower one.
            graph.Initializer.Add(GraphElements.Tensor("Normalise.Half", [.5f], []));
            Add("Add", [current, "Normalise.Half"], "Normalise.Rounded");
            Add("Cast", [current], input.Name, GraphElements.Attribute("to", (long)DataType.Uint8));
        }

        for (int i = 0; i < nodes.Count; i++)
            graph.Node.Insert(i, nodes[i]);

        void Add(string operation, string[] inputs, string output, params ReadOnlySpan<AttributeProto> attributes)
        {
            nodes.Add(GraphElements.Node(operation, inputs, output, attributes));
            current = output;
        }
    }

    private static ValueInfoProto AsPlanes(ValueInfoProto input)
    {
        ValueInfoProto planes = GraphElements.BatchOf(Planes, 3, 0, 0);
        var (from, to) = (input.Type.TensorType.Shape.Dim, planes.Type.TensorType.Shape.Dim);
        int height = IsChannelsLast(input) ? 1 : 2;
        (to[0], to[2], to[3]) = (from[0], from[height], from[height + 1]);
        return planes;
    }

    /// <summary>What tf2onnx writes begins with this transposition's inverse: without either, the first convolution is the first node.</summary>
    private static bool TryRemoveTranspose(GraphProto graph, string input)
    {
        if (graph.Node.Where(n => NetworkGraph.InputsOf(n).Contains(input)).ToArray() is not [{ OpType: "Transpose" } transpose]
            || !transpose.Attribute.Any(a => a.Name == "perm" && a.Ints is [0, 3, 1, 2]) || graph.Output.Any(o => o.Name == transpose.Output[0]))
        {
            return false;
        }

        graph.Input[0].Name = transpose.Output[0];
        graph.Node.Remove(transpose);
        return true;
    }

    private static bool IsChannelsLast(ValueInfoProto input) => Dimension(input, 3) == 3 && Dimension(input, 1) != 3;

    private static long Dimension(ValueInfoProto value, int index) => value.Type.TensorType.Shape.Dim[index].DimValue;

    private static string Describe(ValueInfoProto value)
        => value.Type?.TensorType is { Shape: { } shape } tensor
            ? $"{(DataType)tensor.ElemType} [{string.Join(", ", shape.Dim.Select(Describe))}]"
            : "of unknown type";

    private static string Describe(TensorShapeProto.Types.Dimension dimension)
        => dimension.DimValue > 0 ? dimension.DimValue.ToString(CultureInfo.InvariantCulture) : dimension.DimParam;
}
