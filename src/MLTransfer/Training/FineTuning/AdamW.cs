using System.Numerics;
using System.Runtime.InteropServices;
using MLTransfer.Training.Torch;
using TorchSharp;

namespace MLTransfer.Training.FineTuning;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019), as in torch.optim.AdamW: betas 0.9 and 0.999, epsilon 1e-8.</summary>
internal sealed class AdamW(
    IReadOnlyList<TorchWeight> weights, double weightDecay = .01, Func<TorchWeight, double>? rateScale = null, int? threads = null)
    : Optimizer(weights, weightDecay, rateScale, threads, ["first moment", "second moment"])
{
    private const double Beta1 = .9;
    private const double Beta2 = .999;
    private const double Epsilon = 1e-8;

    private double Correction1 => 1 - Math.Pow(Beta1, Steps);

    private double Correction2 => Math.Sqrt(1 - Math.Pow(Beta2, Steps));

    private protected override void Update(WeightPart part, WeightRates rates)
    {
        var factors = new Factors(rates, Correction1, Correction2);
        Span<float> values = part.Values, first = part.Moment(0), second = part.Moment(1);
        Span<Vector<float>> valueVectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        Span<Vector<float>> firstVectors = MemoryMarshal.Cast<float, Vector<float>>(first);
        Span<Vector<float>> secondVectors = MemoryMarshal.Cast<float, Vector<float>>(second);
        ReadOnlySpan<Vector<float>> gradientVectors = MemoryMarshal.Cast<float, Vector<float>>(part.Gradient);
        for (int i = 0; i < valueVectors.Length; i++)
            Update(ref valueVectors[i], gradientVectors[i], ref firstVectors[i], ref secondVectors[i], factors);
        for (int i = valueVectors.Length * Vector<float>.Count; i < values.Length; i++)
        {
            Vector<float> value = new(values[i]), m = new(first[i]), v = new(second[i]);
            Update(ref value, new(part.Gradient[i]), ref m, ref v, factors);
            (values[i], first[i], second[i]) = (value[0], m[0], v[0]);
        }
    }

    private protected override void Update(torch.Tensor values, torch.Tensor gradient, torch.Tensor[] moments, WeightRates rates)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor scaled = gradient * rates.GradientScale;
        moments[0].mul_(Beta1).add_(scaled, 1 - Beta1);
        moments[1].mul_(Beta2).addcmul_(scaled, scaled, 1 - Beta2);
        torch.Tensor spread = moments[1].sqrt().div_(Correction2).add_(Epsilon);
        values.mul_(1 - rates.LearningRate * rates.Decay).addcdiv_(moments[0], spread, -rates.LearningRate / Correction1);
    }

    private static void Update(ref Vector<float> value, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second, in Factors factors)
    {
        Vector<float> scaled = gradient * factors.GradientScale;
        Vector<float> m = first * factors.Beta1 + scaled * factors.Gain1;
        Vector<float> v = second * factors.Beta2 + scaled * scaled * factors.Gain2;
        (first, second) = (m, v);
        value = value * factors.Keep - m * factors.Rate / (Vector.SquareRoot(v) * factors.Spread + factors.Epsilon);
    }

    private readonly struct Factors(WeightRates rates, double correction1, double correction2)
    {
        public readonly Vector<float> GradientScale = new((float)rates.GradientScale);
        public readonly Vector<float> Beta1 = new((float)AdamW.Beta1);
        public readonly Vector<float> Gain1 = new((float)(1 - AdamW.Beta1));
        public readonly Vector<float> Beta2 = new((float)AdamW.Beta2);
        public readonly Vector<float> Gain2 = new((float)(1 - AdamW.Beta2));
        public readonly Vector<float> Keep = new((float)(1 - rates.LearningRate * rates.Decay));
        public readonly Vector<float> Rate = new((float)(rates.LearningRate / correction1));
        public readonly Vector<float> Spread = new((float)(1 / correction2));
        public readonly Vector<float> Epsilon = new((float)AdamW.Epsilon);
    }
}
