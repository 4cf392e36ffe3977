using Google.Protobuf;
using Google.Protobuf.Collections;
using Onnx;

namespace MLTransfer.Benchmarks.Fuzz;

/// <summary>Changes what an ONNX network says, so that it stays an ONNX file: damaged bytes seldom get past its reader.</summary>
internal static class NetworkMutation
{
    private const int MostChanges = 3;

    private static readonly long[] Numbers = [0, 1, 2, -1, -2, 3, 4, 7, 255, 1024, 65_536, 1 << 20, int.MaxValue, int.MinValue, long.MaxValue];

    private static readonly string[] Operators =
    [
        "Abs", "Add", "AveragePool", "BatchNormalization", "Cast", "Clip", "Concat", "Constant", "ConstantOfShape", "Conv", "ConvTranspose", "Div",
        "Dropout", "Expand", "Flatten", "Gather", "Gemm", "GlobalAveragePool", "Identity", "If", "LeakyRelu", "Loop", "LSTM", "MatMul", "MaxPool",
        "Mul", "NoSuchOperator", "Pad", "QuantizeLinear", "Range", "ReduceMean", "Relu", "Reshape", "Resize", "Shape", "Sigmoid", "Slice", "Softmax",
        "Split", "Squeeze", "Sub", "Tile", "Transpose", "Unsqueeze",
    ];

    /// <summary>The network changed in one to three places.</summary>
    public static byte[] Of(byte[] network, Random random)
    {
        ModelProto changed = ModelProto.Parser.ParseFrom(network);
        for (int left = random.Next(1, MostChanges + 1); left > 0; left--)
            Change(changed, random);
        return changed.ToByteArray();
    }

    private static void Change(ModelProto network, Random random)
    {
        GraphProto graph = network.Graph;
        switch (random.Next(13))
        {
            case 0:
                ChangeNumber(One(graph.Initializer, random)?.Dims, random);
                break;
            case 1:
                if (One(graph.Initializer, random) is { } typed)
                    typed.DataType = random.Next(-1, 25);
                break;
            case 2:
                if (One(graph.Initializer, random) is { } tensor)
                    tensor.RawData = ByteString.CopyFrom(ByteMutation.Of([tensor.RawData.ToByteArray()], random));
                break;
            case 3:
                if (One(graph.Node.SelectMany(n => n.Attribute), random) is { } attribute)
                    ChangeAttribute(attribute, random);
                break;
            case 4:
                if (One(graph.Node, random) is { } node)
                    node.OpType = Operators[random.Next(Operators.Length)];
                break;
            case 5:
                ChangeName(One(graph.Node, random)?.Input, Names(graph), random);
                break;
            case 6:
                ChangeName(One(graph.Node, random)?.Output, Names(graph), random);
                break;
            case 7:
                if (graph.Node.Count > 0)
                    graph.Node.RemoveAt(random.Next(graph.Node.Count));
                break;
            case 8:
                if (One(graph.Node, random) is { } copied)
                    graph.Node.Insert(random.Next(graph.Node.Count), copied.Clone());
                break;
            case 9:
                ChangeType(One(graph.Input.Concat(graph.Output), random), random);
                break;
            case 10:
                if (One(network.MetadataProps, random) is { } property)
                    property.Value = ChangeText(property.Value, random);
                break;
            case 11:
                if (One(network.OpsetImport, random) is { } opset)
                    opset.Version = Numbers[random.Next(Numbers.Length)];
                break;
            default:
                network.IrVersion = Numbers[random.Next(Numbers.Length)];
                break;
        }
    }

    private static void ChangeAttribute(AttributeProto attribute, Random random)
    {
        if (attribute.Ints.Count > 0 && random.Next(4) > 0)
            ChangeNumber(attribute.Ints, random);
        else if (random.Next(2) == 0)
            attribute.I = Numbers[random.Next(Numbers.Length)];
        else
            attribute.Type = (AttributeProto.Types.AttributeType)random.Next(0, 15);
    }

    private static void ChangeType(ValueInfoProto? value, Random random)
    {
        if (value?.Type?.TensorType is not { } tensor)
            return;
        int choice = random.Next(5);
        if (choice == 0)
            tensor.ElemType = random.Next(-1, 25);
        else if (choice == 1)
            value.Type = null;
        else if (choice == 2)
            tensor.Shape = null;
        else if (One(tensor.Shape?.Dim ?? [], random) is { } dimension)
            dimension.DimValue = Numbers[random.Next(Numbers.Length)];
    }

    private static void ChangeNumber(RepeatedField<long>? numbers, Random random)
    {
        if (numbers is null || numbers.Count == 0 || random.Next(6) == 0)
            numbers?.Add(Numbers[random.Next(Numbers.Length)]);
        else
            numbers[random.Next(numbers.Count)] = Numbers[random.Next(Numbers.Length)];
    }

    private static void ChangeName(RepeatedField<string>? names, string[] others, Random random)
    {
        if (names is not null && names.Count > 0)
            names[random.Next(names.Count)] = others[random.Next(others.Length)];
    }

    private static string ChangeText(string text, Random random) => random.Next(4) switch
    {
        0 => "",
        1 => text[..random.Next(text.Length + 1)],
        2 => text.Replace(text.Length > 0 ? text[random.Next(text.Length)] : ' ', (char)random.Next(32, 127)),
        _ => text + text,
    };

    private static string[] Names(GraphProto graph)
        => ["", "NoSuchTensor", .. graph.Initializer.Select(i => i.Name), .. graph.Node.SelectMany(n => n.Output), .. graph.Input.Select(i => i.Name)];

    private static T? One<T>(IEnumerable<T> values, Random random)
        where T : class
    {
        T[] all = [.. values];
        return all.Length == 0 ? null : all[random.Next(all.Length)];
    }
}
