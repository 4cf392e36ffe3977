using MLTransfer.Training.Torch;
using TorchSharp;

namespace MLTransfer.Training.FineTuning;

/// <summary>One step of stochastic gradient descent, and the sums over the steps of an epoch.</summary>
internal sealed class TrainingStep(TorchNetwork network, Optimizer optimizer, torch.Device device, TrainingPlan plan, IReadOnlyList<int> labels)
{
    private const int FewExamples = 4;
    private readonly CrossEntropyLoss _objective = new(plan.LabelSmoothing, plan.ClassWeights);
    private readonly Mixing _mixing = new(plan.MixUp, plan.CutMix);
    private Random _random = new(0);
    private double _loss;
    private double _hits;
    private int _count;

    /// <summary>The mean loss of the epoch's examples so far.</summary>
    public double Loss => _loss / _count;

    /// <summary>The share of the epoch's examples so far that were classified rightly; null where they are mixed.</summary>
    public double? Accuracy => _mixing.IsOn ? null : _hits / _count;

    public void BeginEpoch(int epoch)
    {
        (_loss, _hits, _count) = (0, 0, 0);
        _random = EpochRandom.Of(plan.Seed, epoch, use: 1);
    }

    /// <summary>Takes a step; false, with nothing changed, where the loss or its gradient is not finite.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="buffer">Begins with them.</param>
    /// <param name="learningRate">The learning rate of the highest layer.</param>
    public bool Take(int[] examples, torch.Tensor buffer, double learningRate)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor inputs = Inputs(examples, buffer), targets = Targets(examples);
        MixedBatch? mixed = _mixing.IsOn ? _mixing.Apply(inputs, targets, _random) : null;
        torch.Tensor logits = network.Forward(mixed?.Activations ?? inputs, training: true, plan.Precision);
        torch.Tensor loss = mixed is null
            ? _objective.Of(logits, targets)
            : _objective.OfShares(logits, mixed.LabelShares((int)logits.shape[1]));
        double value = loss.ToDouble();
        if (!double.IsFinite(value))
            return false;
        optimizer.ZeroGradients();
        network.Backward(loss);
        if (!double.IsFinite(optimizer.Step(learningRate, plan.MaxGradientNorm)))
            return false;
        _loss += value * examples.Length;
        _count += examples.Length;
        if (!_mixing.IsOn && plan.MeasuresTraining)
            _hits += logits.argmax(1).eq(targets).sum().ToDouble();
        return true;
    }

    /// <summary>Whether the loss is a finite number now: on a few of some examples, as weights that are spoilt spoil it for all.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="buffer">Begins with them.</param>
    public bool IsFinite(int[] examples, torch.Tensor buffer)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        int[] few = examples[..Math.Min(examples.Length, FewExamples)];
        torch.Tensor logits = network.Forward(Inputs(few, buffer), training: false, plan.Precision);
        return double.IsFinite(_objective.Of(logits, Targets(few)).ToDouble());
    }

    private torch.Tensor Inputs(int[] examples, torch.Tensor buffer) => buffer.narrow(0, 0, examples.Length).to(device);

    private torch.Tensor Targets(int[] examples) => torch.tensor(examples.Select(i => (long)labels[i]).ToArray()).to(device);
}
