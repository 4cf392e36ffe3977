using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Networks.ClassMaps;

/// <summary>Small classifiers from "input" [N, 3, 16, 16] to "logits" [N, 3], over a map [8, 4, 4] (in the channels-last ones [4, 4, 8]).</summary>
internal static class HeadSketch
{
    public const int Side = 16, Classes = 3, Places = 16;

    /// <summary>Linear in activations that are averaged, or stay as they are: for these, the map is exact.</summary>
    public static IReadOnlyList<string> Exact { get; } =
    [
        "global average, Gemm", "global average, MatMul and Add", "global average, MatMul", "whole average, transposed Gemm", "mean, Gemm",
        "mean with axes as an input, Gemm", "mean of channels last, Gemm", "flat, Gemm", "channels last and flat, Gemm", "averaged twice, Gemm",
        "global average, two linear layers", "flat, two linear layers",
    ];

    /// <summary>Those where the gradient depends on the image.</summary>
    public static IReadOnlyList<string> Curved { get; } =
        ["global maximum, Gemm", "whole maximum, Gemm", "global average, two layers", "global maximum, three layers", "flat, two layers"];

    public static ModelProto Create(string kind, int seed = 1)
    {
        var s = new NetworkSketch(Side, Side, seed);
        string map = s.ConvRelu(s.ConvRelu("input", "first", 3, 6, stride: 2), "map", 6, 8, stride: 2);
        string[] parts = kind.Split(", ");
        long opset = parts[0] == "mean with axes as an input" ? 18 : 13;
        string features = Pool(s, parts[0], map);
        int count = parts[0].Contains("flat", StringComparison.Ordinal) ? 8 * Places : 8;
        return Layers(s, parts[1], features, count).Build("logits", opset);
    }

    private static string Pool(NetworkSketch s, string pooling, string map)
    {
        string pooled = pooling switch
        {
            "global average" => s.Node("GlobalAveragePool", [map], "pooled"),
            "averaged twice" => s.Node("GlobalAveragePool", [s.Node("GlobalAveragePool", [map], "pooled once")], "pooled"),
            "whole average" => s.Node("AveragePool", [map], "pooled", GraphElements.Attribute("kernel_shape", [4L, 4L])),
            "global maximum" => s.Node("GlobalMaxPool", [map], "pooled"),
            "whole maximum" => s.Node("MaxPool", [map], "pooled", GraphElements.Attribute("kernel_shape", [4L, 4L])),
            "mean" => s.Node("ReduceMean", [map], "pooled", GraphElements.Attribute("axes", [-2L, -1L]), GraphElements.Attribute("keepdims", 0L)),
            "mean with axes as an input" => s.Node("ReduceMean", [map, s.Integers("axes", 2, 3)], "pooled", GraphElements.Attribute("keepdims", 1L)),
            "mean of channels last" => s.Node(
                "ReduceMean", [ChannelsLast(s, map)], "pooled", GraphElements.Attribute("axes", [1L, 2L]), GraphElements.Attribute("keepdims", 0L)),
            "channels last and flat" => ChannelsLast(s, map),
            "flat" => map,
            _ => throw new ArgumentException(pooling, nameof(pooling)),
        };
        return s.Node("Dropout", [s.Node("Flatten", [pooled], "features")], "kept");
    }

    private static string ChannelsLast(NetworkSketch s, string map)
        => s.Node("Transpose", [map], "channels last", GraphElements.Attribute("perm", [0L, 2L, 3L, 1L]));

    private static NetworkSketch Layers(NetworkSketch s, string kind, string features, int count)
    {
        switch (kind)
        {
            case "Gemm":
                s.Node("Gemm", [features, s.Weights("w", count, Classes), s.Weights("b", Classes)], "logits");
                break;
            case "transposed Gemm":
                s.Node("Gemm", [features, s.Weights("w", Classes, count), s.Weights("b", Classes)], "logits", GraphElements.Attribute("transB", 1L));
                break;
            case "MatMul":
                s.Node("MatMul", [features, s.Weights("w", count, Classes)], "logits");
                break;
            case "MatMul and Add":
                s.Node("Add", [s.Weights("b", Classes), s.Node("MatMul", [features, s.Weights("w", count, Classes)], "products")], "logits");
                break;
            case "two linear layers":
                s.Node("Gemm", [features, s.Weights("first.w", count, 5), s.Weights("first.b", 5)], "sums");
                return Layers(s, "Gemm", "sums", 5);
            case "two layers":
                return Layers(s, "Gemm", Hidden(s, features, "hidden", count), 5);
            case "three layers":
                return Layers(s, "two layers", Hidden(s, features, "lower", count), 5);
            default:
                throw new ArgumentException(kind, nameof(kind));
        }

        return s;
    }

    private static string Hidden(NetworkSketch s, string from, string to, int count)
    {
        string[] operands = [from, s.Weights($"{to}.w", 5, count), s.Weights($"{to}.b", 5)];
        return s.Node("Relu", [s.Node("Gemm", operands, $"{to}.sums", GraphElements.Attribute("transB", 1L))], to);
    }
}
