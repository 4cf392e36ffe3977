using MLTransfer.Training.Torch;
using TorchSharp;

namespace MLTransfer.Training.FineTuning;

/// <summary>A weight in the memory of the CPU, updated in place part by part.</summary>
internal sealed unsafe class NativeWeightState(TorchWeight weight, double rateScale, int moments) : WeightState(weight, rateScale)
{
    private readonly float[][] _moments = [.. Enumerable.Range(0, moments).Select(_ => new float[weight.Values.numel()])];
    // For the float32 values of a gradient in bfloat16; a part fits into the cache of a core.
    [ThreadStatic]
    private static float[]? _widened;

    private float* _values;
    private ushort* _rounded;
    private float* _gradient;
    private ushort* _roundedGradient;

    /// <summary>The number of numbers.</summary>
    public int Length { get; } = checked((int)weight.Values.numel());

    public override void TakeGradient()
    {
        torch.Tensor? gradient = Weight.Gradient;
        HasGradient = gradient is not null;
        if (gradient is null)
            return;
        torch.Tensor expected = Weight.Rounded ?? Weight.Values;
        if (gradient.dtype != expected.dtype)
            throw new InvalidOperationException($"The gradient of {Weight.Name} is {gradient.dtype}, not {expected.dtype}.");
        _values = (float*)Address(Weight.Values);
        if (Weight.Rounded is null)
        {
            _gradient = (float*)Address(gradient);
            return;
        }

        _rounded = (ushort*)Address(Weight.Rounded);
        _roundedGradient = (ushort*)Address(gradient);
    }

    /// <summary>A part of the gradient taken last, valid until this thread asks for another one.</summary>
    public ReadOnlySpan<float> Gradient(int start, int length)
    {
        if (Weight.Rounded is null)
            return new(_gradient + start, length);
        if (_widened is null || _widened.Length < length)
            _widened = new float[length];
        BFloat16Numbers.Widen(new(_roundedGradient + start, length), _widened);
        return _widened.AsSpan(0, length);
    }

    /// <summary>A part of the weight, with the gradient taken last.</summary>
    public WeightPart Part(int start, int length) => new(new(_values + start, length), Gradient(start, length), _moments, start);

    /// <summary>Brings the rounded values of a part, where there are any, up to date.</summary>
    public void Round(int start, int length)
    {
        if (Weight.Rounded is not null)
            BFloat16Numbers.Round(new(_values + start, length), new(_rounded + start, length));
    }

    public override float[] GetMoment(int index) => _moments[index];

    public override void SetMoment(int index, float[] values) => values.CopyTo(_moments[index], 0);

    // In the memory order of the weight. Torch's memory does not move, and the dispose scope of the step keeps it.
    private byte* Address(torch.Tensor tensor)
    {
        fixed (byte* first = MemoryOrder.Like(Weight.Values, tensor).bytes)
            return first;
    }
}
