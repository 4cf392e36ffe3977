using System.Numerics.Tensors;
using MLTransfer.Training.Torch;
using TorchSharp;

namespace MLTransfer.Training.FineTuning;

/// <summary>
/// Changes weights along their gradients. Weights on the CPU are updated in one pass over their memory, in parts on several threads: the
/// update is bound by memory, and a chain of Torch operations would read and write everything several times. The result does not depend on the
/// number of threads.
/// </summary>
internal abstract class Optimizer : IDisposable
{
    // A part with its gradient and moments fits into the cache of a core.
    private const int PartLength = 1 << 14;

    // As in torch.nn.utils.clip_grad_norm_.
    private const double NormEpsilon = 1e-6;

    private readonly WeightState[] _states;
    private readonly TensorWeightState[] _tensors;
    private readonly (NativeWeightState State, int Start, int Length)[] _parts;
    private readonly double[] _sums;
    private readonly double _weightDecay;
    private readonly string[] _momentNames;
    private readonly ParallelOptions _parallel;

    /// <param name="weights">What learns.</param>
    /// <param name="weightDecay">The weight decay of those weights that have one.</param>
    /// <param name="rateScale">What the learning rate is multiplied with for a weight; null for 1.</param>
    /// <param name="threads">The number of threads; null for one a core.</param>
    /// <param name="momentNames">The names of the moments that are kept for each weight.</param>
    private protected Optimizer(
        IReadOnlyList<TorchWeight> weights, double weightDecay, Func<TorchWeight, double>? rateScale, int? threads, string[] momentNames)
    {
        (_weightDecay, _momentNames) = (weightDecay, momentNames);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount };
        _states = [.. weights.Select(w => WeightState.Of(w, rateScale?.Invoke(w) ?? 1, momentNames.Length))];
        _tensors = [.. _states.OfType<TensorWeightState>()];
        _parts = [.. _states.OfType<NativeWeightState>().SelectMany(Parts)];
        _sums = new double[_parts.Length];
    }

    /// <summary>The number of steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>Takes a step. Weights without a gradient stay as they are.</summary>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="maximumGradientNorm">The norm to which longer gradients, all of them taken as one vector, are clipped; null for no limit.</param>
    /// <returns>The norm of the gradients before clipping. Where it is not finite, nothing was changed.</returns>
    public double Step(double learningRate, double? maximumGradientNorm = null)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (WeightState state in _states)
            state.TakeGradient();
        double norm = Math.Sqrt(SumOfSquares());
        if (!double.IsFinite(norm))
            return norm;

        Steps++;
        double gradientScale = maximumGradientNorm is { } maximum ? Math.Min(1, maximum / (norm + NormEpsilon)) : 1;
        Parallel.For(0, _parts.Length, _parallel, i =>
        {
            (NativeWeightState state, int start, int length) = _parts[i];
            if (!state.HasGradient)
                return;
            Update(state.Part(start, length), RatesOf(state));
            state.Round(start, length);
        });
        foreach (TensorWeightState state in _tensors.Where(s => s.HasGradient))
        {
            Update(state.Weight.Values, state.Gradient!, state.Moments, RatesOf(state));
            state.Weight.Rounded?.copy_(state.Weight.Values);
        }

        return norm;

        WeightRates RatesOf(WeightState state)
            => new(learningRate * state.RateScale, state.Weight.Decays ? _weightDecay : 0, gradientScale);
    }

    /// <summary>Forgets the gradients.</summary>
    public void ZeroGradients()
    {
        using var scope = torch.NewDisposeScope();
        // Without one to add to, the next backward pass hands over its own gradient instead of adding it.
        foreach (WeightState state in _states)
            state.Weight.Gradient = null;
    }

    /// <summary>What it remembers. The numbers are those in use where possible, and so valid until the next step.</summary>
    public OptimizerState ExportState() => new(Steps, _states
        .SelectMany(state => _momentNames.Select((name, i) => (Name: NameOf(state, name), Values: state.GetMoment(i))))
        .ToDictionary(m => m.Name, m => m.Values, StringComparer.Ordinal));

    /// <summary>Goes on from what an optimiser of the same kind over the same weights remembered.</summary>
    /// <exception cref="ArgumentException">It is not from such an optimiser.</exception>
    public void ImportState(OptimizerState saved)
    {
        foreach (WeightState state in _states)
        {
            foreach (string name in _momentNames)
            {
                if (!saved.Moments.TryGetValue(NameOf(state, name), out float[]? values) || values.Length != state.Weight.Values.numel())
                    throw new ArgumentException($"There is no {name} of {state.Weight.Name} with its size.", nameof(saved));
            }
        }

        foreach (WeightState state in _states)
        {
            for (int i = 0; i < _momentNames.Length; i++)
                state.SetMoment(i, saved.Moments[NameOf(state, _momentNames[i])]);
        }

        Steps = saved.Steps;
    }

    public void Dispose()
    {
        foreach (WeightState state in _states)
            state.Dispose();
    }

    /// <summary>Updates a part of a weight in memory.</summary>
    private protected abstract void Update(WeightPart part, WeightRates rates);

    /// <summary>Updates a weight by operations of Torch, in place.</summary>
    private protected abstract void Update(torch.Tensor values, torch.Tensor gradient, torch.Tensor[] moments, WeightRates rates);

    private static string NameOf(WeightState state, string moment) => $"{moment}/{state.Weight.Name}";

    private static IEnumerable<(NativeWeightState State, int Start, int Length)> Parts(NativeWeightState state)
    {
        for (int start = 0; start < state.Length; start += PartLength)
            yield return (state, start, Math.Min(PartLength, state.Length - start));
    }

    private double SumOfSquares()
    {
        Parallel.For(0, _parts.Length, _parallel, i =>
        {
            (NativeWeightState state, int start, int length) = _parts[i];
            _sums[i] = state.HasGradient ? TensorPrimitives.SumOfSquares(state.Gradient(start, length)) : 0;
        });
        return _sums.Sum() + _tensors.Where(s => s.HasGradient).Sum(s => s.Gradient!.square().sum().ToDouble());
    }
}
