using MLTransfer.Training.FineTuning;
using MLTransfer.Training.Torch;
using static TorchSharp.torch;

namespace MLTransfer.Tests.Training.FineTuning;

/// <summary>Weights with every memory layout, and their gradients.</summary>
internal static class LearningTensors
{
    public static Optimizer Optimizer(
        string kind, IReadOnlyList<TorchWeight> weights, double decay, Func<TorchWeight, double>? rateScale = null, int? threads = null)
        => kind == "AdamW" ? new AdamW(weights, decay, rateScale, threads) : new MomentumSgd(weights, decay, rateScale, threads);

    /// <summary>Contiguous, channels-last, a transposed matrix, a single number, and one of many parts.</summary>
    public static List<TorchWeight> Create(int seed = 1)
    {
        TorchRuntime.Load();
        random.manual_seed(seed);
        return
        [
            Weight("contiguous", randn(5, 3, 3, 3), decays: true, depth: 0),
            Weight("channels last", randn(5, 3, 3, 4).permute(0, 3, 1, 2), decays: true, depth: .25),
            Weight("transposed", randn(7, 5).t(), decays: true, depth: .5),
            Weight("one number", randn(1), decays: false, depth: .75),
            Weight("large", randn(40_003), decays: false, depth: 1),
        ];
    }

    public static TorchWeight Weight(string name, Tensor values, bool decays = true, double depth = 1)
        => new(name, values.detach().requires_grad_(), decays, depth);

    /// <summary>Gives each weight a gradient of normal random numbers, some of it with another memory layout than the weight.</summary>
    public static void SetGradients(IEnumerable<TorchWeight> weights, int seed, double scale = 1)
    {
        random.manual_seed(seed);
        foreach (TorchWeight weight in weights)
        {
            Tensor gradient = randn(weight.Values.shape) * scale;
            weight.Values.grad = seed % 2 == 0 ? gradient : zeros_like(weight.Values).copy_(gradient);
        }
    }

    /// <summary>The numbers in the order of the shape, whatever that of the memory.</summary>
    public static float[] Numbers(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();

    public static void Dispose(IEnumerable<TorchWeight> weights)
    {
        foreach (TorchWeight weight in weights)
            weight.Values.Dispose();
    }
}
