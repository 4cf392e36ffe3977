using System.Text.Json;

namespace MLTransfer.Tests.Backbones.Keras;

/// <summary>The description of a network's released files in ../shared/keras.</summary>
internal sealed class KerasManifest
{
    private readonly JsonElement _root;

    private KerasManifest(JsonElement root) => _root = root;

    public string Network => _root.GetProperty("network").GetString()!;

    public double Gain => _root.GetProperty("seeded_weights").GetProperty("gain").GetDouble();

    public double FirstKernelScale => _root.GetProperty("seeded_weights").GetProperty("first_kernel_scale").GetDouble();

    public int InputSize => _root.GetProperty("input_size")[0].GetInt32();

    public double? Epsilon => _root.GetProperty("batch_norm_epsilon") is { ValueKind: JsonValueKind.Number } e ? e.GetDouble() : null;

    /// <summary>Skips the calling test where there is none.</summary>
    public static KerasManifest Of(string name)
        => new(JsonDocument.Parse(File.ReadAllText(SharedFolder.Require($"keras/manifest_{name}.json"))).RootElement);

    public JsonElement Variant(bool includeTop) => _root.GetProperty("variants").GetProperty(includeTop ? "full" : "notop");

    /// <summary>Every tensor as layer/role [shape], in the order of the file.</summary>
    public IEnumerable<string> Tensors(bool includeTop)
        => Variant(includeTop).GetProperty("layers").EnumerateArray().SelectMany(layer => layer.GetProperty("weights").EnumerateArray()
            .Select(w => $"{layer.GetProperty("keras_layer")}/{w[2]} [{string.Join(", ", w[1].EnumerateArray())}]"));

    public IEnumerable<string> LayerNames(bool includeTop)
        => Variant(includeTop).GetProperty("layer_names").EnumerateArray().Select(n => n.GetString()!);
}
