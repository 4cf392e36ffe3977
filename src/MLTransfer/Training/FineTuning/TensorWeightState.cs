using MLTransfer.Training.Torch;
using TorchSharp;

namespace MLTransfer.Training.FineTuning;

/// <summary>A weight on another device, or with an unusual memory layout: updated by operations of Torch.</summary>
internal sealed class TensorWeightState : WeightState
{
    public TensorWeightState(TorchWeight weight, double rateScale, int moments)
        : base(weight, rateScale)
    {
        using var noGradient = torch.no_grad();
        Moments = [.. Enumerable.Range(0, moments).Select(_ => torch.zeros_like(weight.Values).DetachFromDisposeScope())];
    }

    public torch.Tensor[] Moments { get; }

    /// <summary>The gradient taken last.</summary>
    public torch.Tensor? Gradient { get; private set; }

    public override void TakeGradient()
    {
        Gradient = Weight.Gradient?.to(torch.ScalarType.Float32);
        HasGradient = Gradient is not null;
    }

    public override float[] GetMoment(int index)
    {
        using var scope = torch.NewDisposeScope();
        return (MemoryOrder.View(Moments[index]) ?? Moments[index]).cpu().contiguous().data<float>().ToArray();
    }

    public override void SetMoment(int index, float[] values)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor memory = MemoryOrder.View(Moments[index]) ?? Moments[index];
        memory.copy_(torch.tensor(values).reshape(memory.shape));
    }

    public override void Dispose()
    {
        foreach (torch.Tensor moment in Moments)
            moment.Dispose();
        base.Dispose();
    }
}
