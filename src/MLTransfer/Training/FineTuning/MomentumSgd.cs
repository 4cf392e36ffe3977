using System.Numerics;
using System.Runtime.InteropServices;
using MLTransfer.Training.Torch;
using TorchSharp;

namespace MLTransfer.Training.FineTuning;

/// <summary>
/// Stochastic gradient descent with momentum 0.9, as in torch.optim.SGD. Weight decay is coupled, that is a part of the gradient:
/// velocity = 0.9 velocity + (gradient + decay * value), value -= rate * velocity.
/// </summary>
internal sealed class MomentumSgd(
    IReadOnlyList<TorchWeight> weights, double weightDecay = 1e-4, Func<TorchWeight, double>? rateScale = null, int? threads = null)
    : Optimizer(weights, weightDecay, rateScale, threads, ["velocity"])
{
    private const double Momentum = .9;

    private protected override void Update(WeightPart part, WeightRates rates)
    {
        var factors = new Factors(rates);
        Span<float> values = part.Values, velocity = part.Moment(0);
        Span<Vector<float>> valueVectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        Span<Vector<float>> velocityVectors = MemoryMarshal.Cast<float, Vector<float>>(velocity);
        ReadOnlySpan<Vector<float>> gradientVectors = MemoryMarshal.Cast<float, Vector<float>>(part.Gradient);
        for (int i = 0; i < valueVectors.Length; i++)
            Update(ref valueVectors[i], gradientVectors[i], ref velocityVectors[i], factors);
        for (int i = valueVectors.Length * Vector<float>.Count; i < values.Length; i++)
        {
            Vector<float> value = new(values[i]), speed = new(velocity[i]);
            Update(ref value, new(part.Gradient[i]), ref speed, factors);
            (values[i], velocity[i]) = (value[0], speed[0]);
        }
    }

    private protected override void Update(torch.Tensor values, torch.Tensor gradient, torch.Tensor[] moments, WeightRates rates)
    {
        moments[0].mul_(Momentum).add_(gradient, rates.GradientScale).add_(values, rates.Decay);
        values.add_(moments[0], -rates.LearningRate);
    }

    private static void Update(ref Vector<float> value, Vector<float> gradient, ref Vector<float> velocity, in Factors factors)
    {
        Vector<float> speed = velocity * factors.Momentum + (gradient * factors.GradientScale + value * factors.Decay);
        velocity = speed;
        value -= speed * factors.Rate;
    }

    private readonly struct Factors(WeightRates rates)
    {
        public readonly Vector<float> GradientScale = new((float)rates.GradientScale);
        public readonly Vector<float> Momentum = new((float)MomentumSgd.Momentum);
        public readonly Vector<float> Decay = new((float)rates.Decay);
        public readonly Vector<float> Rate = new((float)rates.LearningRate);
    }
}
