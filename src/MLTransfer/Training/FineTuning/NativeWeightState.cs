using MLTransfer.Training.Torch;
using TorchSharp;

namespace MLTransfer.Training.FineTuning;

/// <summary>A weight in the memory of the CPU, updated in place part by part.</summary>
internal sealed unsafe class NativeWeightState(TorchWeight weight, double rateScale, int moments) : WeightState(weight, rateScale)
{
    private readonly float[][] _moments = [.. Enumerable.Range(0, moments).Select(_ => new float[weight.Values.numel()])];
    private float* _values;
    private float* _gradient;

    /// <summary>The number of numbers.</summary>
    public int Length { get; } = checked((int)weight.Values.numel());

    public override void TakeGradient()
    {
        torch.Tensor? gradient = Weight.Values.grad;
        HasGradient = gradient is not null;
        if (gradient is null)
            return;
        if (gradient.dtype != torch.ScalarType.Float32)
            throw new InvalidOperationException($"The gradient of {Weight.Name} is {gradient.dtype}, not Float32.");
        _values = Address(MemoryOrder.Like(Weight.Values, Weight.Values));
        _gradient = Address(MemoryOrder.Like(Weight.Values, gradient));
    }

    /// <summary>A part of the gradient taken last.</summary>
    public ReadOnlySpan<float> Gradient(int start, int length) => new(_gradient + start, length);

    /// <summary>A part of the weight, with the gradient taken last.</summary>
    public WeightPart Part(int start, int length) => new(new(_values + start, length), Gradient(start, length), _moments, start);

    public override float[] GetMoment(int index) => _moments[index];

    public override void SetMoment(int index, float[] values) => values.CopyTo(_moments[index], 0);

    // Torch's memory does not move, and the dispose scope of the step keeps it.
    private static float* Address(torch.Tensor tensor)
    {
        fixed (byte* first = tensor.bytes)
            return (float*)first;
    }
}
