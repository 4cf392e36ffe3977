using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using MLTransfer.Backbones.Keras;
using MLTransfer.Serving;

namespace MLTransfer.Tests.Backbones.Keras;

/// <summary>The weights that ../shared/keras/make_weights.py makes with seed 1, each checked against the CRC-32 that stands there.</summary>
internal sealed class SeededWeights : IKerasWeights
{
    private static readonly Dictionary<string, (double Low, double High)> Ranges = new()
    {
        ["bias"] = (-.1, .1),
        ["gamma"] = (.8, 1.2),
        ["beta"] = (-.2, .2),
        ["moving_mean"] = (-.2, .2),
        ["moving_variance"] = (.7, 1.3),
    };

    private readonly KerasManifest _manifest;
    private readonly JsonElement _checksums;
    private readonly Dictionary<string, float[]> _made = [];

    public SeededWeights(KerasManifest manifest)
    {
        _manifest = manifest;
        _checksums = JsonDocument.Parse(File.ReadAllText(SharedFolder.Require("keras/seeded_weights_crc32.json"))).RootElement
            .GetProperty(manifest.Network);
    }

    public float[] Take(string layer, string role, params long[] shape)
    {
        string name = $"{layer}/{role}";
        if (_made.TryGetValue(name, out float[]? made))
            return made;
        float[] values = Make(name, role, shape);
        Assert.Equal(_checksums.GetProperty(name).GetString(), $"{Crc32.Of(MemoryMarshal.AsBytes(values.AsSpan())):x8}");
        return _made[name] = values;
    }

    private float[] Make(string name, string role, long[] shape)
    {
        if (!Ranges.TryGetValue(role, out (double Low, double High) range))
        {
            long inputs = role == "depthwise_kernel" ? shape[0] * shape[1] : shape[..^1].Aggregate(1L, (product, d) => product * d);
            double high = Math.Sqrt(3 * _manifest.Gain / inputs) * (_made.Count == 0 ? _manifest.FirstKernelScale : 1);
            range = (-high, high);
        }

        var random = new MersenneTwister(Crc32.Of(Encoding.ASCII.GetBytes($"{_manifest.Network}/{name}")) + 1);
        var values = new float[shape.Aggregate(1L, (product, d) => product * d)];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(range.Low + ((range.High - range.Low) * random.NextDouble()));
        return values;
    }
}
