using MLTransfer.Backbones.Keras;
using MLTransfer.Networks;
using MLTransfer.Tests.Networks;

namespace MLTransfer.Tests.Backbones.Keras;

/// <summary>Weights from a seed, of a size that keeps activations near 1; remembered by layer/role.</summary>
internal sealed class RandomWeights(int seed = 1) : IKerasWeights
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, float[]> _made = [];

    public float[] this[string name] => _made[name];

    public float[] Take(string layer, string role, params long[] shape)
    {
        float size = role switch
        {
            "kernel" or "pointwise_kernel" => MathF.Sqrt(6f / shape[..^1].ElementCount()),
            "depthwise_kernel" => MathF.Sqrt(6f / (shape[0] * shape[1])),
            _ => .2f,
        };
        float middle = role is "gamma" or "moving_variance" ? 1 : 0;
        return _made[$"{layer}/{role}"] = Numbers.Random(_random, (int)shape.ElementCount(), middle - size, middle + size);
    }
}
