using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Networks;

/// <summary>
/// A vision transformer as PyTorch exports it with a free batch: "patches" [N, 8, 4, 4], a class token repeated for as many images as "input" has,
/// two blocks that end at "block1" and "block2" [N, 17, 8], a last normalisation, and a classifier "scores" [N, 10] of the "class" token [N, 8].
/// </summary>
internal static class VisionTransformerSketch
{
    public const int Side = 16;
    private const int Width = 8, Heads = 2;

    public static ModelProto Create()
    {
        var s = new NetworkSketch(Side, Side);
        s.Node("Conv", ["input", s.Weights("patches.weights", Width, 3, 4, 4)], "patches", GraphElements.Attribute("strides", [4L, 4L]));
        s.Integers("first", 0);
        s.Node("Gather", [s.Node("Shape", ["input"], "input.shape"), "first"], "batch", GraphElements.Attribute("axis", 0L));
        s.Node("Gather", ["input.shape", s.Integers("second", 2)], "height", GraphElements.Attribute("axis", 0L));
        s.Node("Div", ["height", s.Integers("four", 4)], "rows");
        s.Node("Mul", ["rows", "rows"], "positions");
        s.Node("Concat", ["batch", s.Integers("width", Width), "positions"], "to", GraphElements.Attribute("axis", 0L));
        s.Node("Transpose", [s.Node("Reshape", ["patches", "to"], "flat")], "sequence", GraphElements.Attribute("perm", [0L, 2L, 1L]));
        s.Node("Concat", ["batch", s.Integers("one token", 1, Width)], "class.shape", GraphElements.Attribute("axis", 0L));
        s.Node("Expand", [s.Weights("class token", 1, 1, Width), "class.shape"], "class.tokens");
        s.Node("Concat", ["class.tokens", "sequence"], "tokens", GraphElements.Attribute("axis", 1L));
        s.Node("Add", ["tokens", s.Weights("places", 1, 17, Width)], "embedded");
        string last = Block(s, Block(s, "embedded", "block1"), "block2");
        Norm(s, last, "last norm");
        s.Node("Gather", ["last norm", s.Scalar("class.index", 0)], "class", GraphElements.Attribute("axis", 1L));
        s.Node("Gemm", ["class", s.Weights("scores.weights", Width, 10)], "scores");
        return s.Build("scores", opset: 17);
    }

    private static string Block(NetworkSketch s, string from, string to)
    {
        string norm = Norm(s, from, $"{to}.norm1");
        foreach (string role in (string[])["query", "key", "value"])
        {
            string product = s.Node("MatMul", [norm, s.Weights($"{to}.{role}.weights", Width, Width)], $"{to}.{role}");
            s.Node("Gather", [s.Node("Shape", [product], $"{product}.shape"), "first"], $"{product}.batch", GraphElements.Attribute("axis", 0L));
            s.Node(
                "Concat", [$"{product}.batch", s.Integers($"{product}.rest", 17, Heads, Width / Heads)], $"{product}.to",
                GraphElements.Attribute("axis", 0L));
            s.Node("Reshape", [product, $"{product}.to"], $"{product}.apart");
            long[] order = role == "key" ? [0, 2, 3, 1] : [0, 2, 1, 3];
            s.Node("Transpose", [$"{product}.apart"], $"{product}.heads", GraphElements.Attribute("perm", order));
        }

        string similar = s.Node("MatMul", [$"{to}.query.heads", $"{to}.key.heads"], $"{to}.similar");
        string attention = s.Node("Softmax", [similar], $"{to}.attention", GraphElements.Attribute("axis", -1L));
        s.Node("MatMul", [attention, $"{to}.value.heads"], $"{to}.seen");
        s.Node("Transpose", [$"{to}.seen"], $"{to}.seen apart", GraphElements.Attribute("perm", [0L, 2, 1, 3]));
        s.Node("Reshape", [$"{to}.seen apart", s.Integers($"{to}.together", 0, 0, -1)], $"{to}.context");
        string residual = s.Node("Add", [from, $"{to}.context"], $"{to}.residual");
        string hidden = s.Node("MatMul", [Norm(s, residual, $"{to}.norm2"), s.Weights($"{to}.mlp1", Width, 16)], $"{to}.hidden");
        s.Node("MatMul", [s.Node("Relu", [hidden], $"{to}.active"), s.Weights($"{to}.mlp2", 16, Width)], $"{to}.mlp");
        return s.Node("Add", [residual, $"{to}.mlp"], to);
    }

    private static string Norm(NetworkSketch s, string from, string to)
        => s.Node("LayerNormalization", [from, s.Weights($"{to}.scale", Width), s.Weights($"{to}.bias", Width)], to);
}
