using MLTransfer.Networks;
using MLTransfer.Tests.Training.Torch;
using Onnx;

namespace MLTransfer.Tests.Networks;

/// <summary>
/// A block of a vision transformer as PyTorch exports it below opset 17: LayerNorm and GELU in their parts, shapes computed, constants in nodes.
/// "input" [N, 4, 8] becomes "embedded" (below the block), then "output" [N, 4, 8].
/// </summary>
internal static class TransformerSketch
{
    public const long Tokens = 4;
    public const long Width = 8;

    /// <summary>The weights of the block, in the order of their use.</summary>
    public static readonly string[] Weights =
    [
        "norm1.scale", "norm1.bias", "query.weights", "query.bias", "key.weights", "key.bias", "value.weights", "value.bias",
        "proj.weights", "proj.bias", "norm2.scale", "norm2.bias", "mlp1.weights", "mlp1.bias", "mlp2.weights", "mlp2.bias",
    ];

    public static ModelProto Create()
    {
        var sketch = new OperatorSketch();
        Linear(sketch, "input", "embedding", "embedded");
        Norm(sketch, "embedded", "norm1");
        foreach (string role in new[] { "query", "key", "value" })
        {
            Linear(sketch, "norm1", role, role);
            // x.view(x.shape[0], 4, 2, 4).transpose(1, 2)
            sketch.Node("Shape", [role], $"{role}.shape");
            sketch.Node("Gather", [$"{role}.shape", Integers(sketch, $"{role}.first", 0)], $"{role}.batch", GraphElements.Attribute("axis", 0L));
            sketch.Node(
                "Concat", [$"{role}.batch", Integers(sketch, $"{role}.rest", Tokens, 2, 4)], $"{role}.target", GraphElements.Attribute("axis", 0L));
            sketch.Node("Reshape", [role, $"{role}.target"], $"{role}.apart");
            long[] order = role == "key" ? [0, 2, 3, 1] : [0, 2, 1, 3];
            sketch.Node("Transpose", [$"{role}.apart"], $"{role}.heads", GraphElements.Attribute("perm", order));
        }

        sketch.Node("MatMul", ["query.heads", "key.heads"], "products");
        sketch.Node("Div", ["products", Constant(sketch, "two", 2)], "scores");
        sketch.Node("Softmax", ["scores"], "attention", GraphElements.Attribute("axis", -1L));
        sketch.Node("MatMul", ["attention", "value.heads"], "context.heads");
        sketch.Node("Transpose", ["context.heads"], "context.apart", GraphElements.Attribute("perm", [0L, 2, 1, 3]));
        sketch.Node("Reshape", ["context.apart", Integers(sketch, "together", 0, 0, -1)], "context");
        Linear(sketch, "context", "proj", "proj");
        sketch.Node("Add", ["proj", "embedded"], "residual");
        Norm(sketch, "residual", "norm2");
        Linear(sketch, "norm2", "mlp1", "mlp1", 2 * Width);
        Gelu(sketch, "mlp1", "gelu");
        Linear(sketch, "gelu", "mlp2", "mlp2", Width, 2 * Width);
        sketch.Node("Add", ["residual", "mlp2"], "output");
        return sketch.Build(Tokens, Width);
    }

    private static void Linear(OperatorSketch sketch, string from, string name, string to, long outputs = Width, long inputs = Width)
    {
        sketch.Node("MatMul", [from, sketch.Floats($"{name}.weights", inputs, outputs)], $"{name}.product");
        sketch.Node("Add", [sketch.Floats($"{name}.bias", outputs), $"{name}.product"], to);
    }

    private static void Norm(OperatorSketch sketch, string from, string to)
    {
        sketch.Node("ReduceMean", [from], $"{to}.mean", GraphElements.Attribute("axes", [-1L]));
        sketch.Node("Sub", [from, $"{to}.mean"], $"{to}.centred");
        sketch.Node("Pow", [$"{to}.centred", Constant(sketch, $"{to}.two", 2)], $"{to}.squares");
        sketch.Node("ReduceMean", [$"{to}.squares"], $"{to}.variance", GraphElements.Attribute("axes", [-1L]));
        sketch.Node("Add", [$"{to}.variance", Constant(sketch, $"{to}.epsilon", 1e-5f)], $"{to}.positive");
        sketch.Node("Sqrt", [$"{to}.positive"], $"{to}.deviation");
        sketch.Node("Div", [$"{to}.centred", $"{to}.deviation"], $"{to}.normal");
        sketch.Node("Mul", [$"{to}.normal", sketch.Floats($"{to}.scale", Width)], $"{to}.scaled");
        sketch.Node("Add", [$"{to}.scaled", sketch.Floats($"{to}.bias", Width)], to);
    }

    private static void Gelu(OperatorSketch sketch, string from, string to)
    {
        sketch.Node("Div", [from, Constant(sketch, $"{to}.root", MathF.Sqrt(2))], $"{to}.divided");
        sketch.Node("Erf", [$"{to}.divided"], $"{to}.erf");
        sketch.Node("Add", [$"{to}.erf", Constant(sketch, $"{to}.one", 1)], $"{to}.plus");
        sketch.Node("Mul", [from, $"{to}.plus"], $"{to}.times");
        sketch.Node("Mul", [$"{to}.times", Constant(sketch, $"{to}.half", 0.5f)], to);
    }

    private static string Constant(OperatorSketch sketch, string name, float value)
    {
        sketch.Node("Constant", [], name, OperatorSketch.Number("value_float", value));
        return name;
    }

    private static string Integers(OperatorSketch sketch, string name, params long[] values)
    {
        sketch.Node("Constant", [], name, GraphElements.Attribute("value_ints", values));
        return name;
    }
}
