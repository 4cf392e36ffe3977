using MLTransfer.Training.Torch;
using TorchSharp;

namespace MLTransfer.Training.FineTuning;

/// <summary>One weight with the moments that an optimiser keeps for it.</summary>
internal abstract class WeightState(TorchWeight weight, double rateScale) : IDisposable
{
    public TorchWeight Weight => weight;

    /// <summary>What the learning rate is multiplied with for this weight.</summary>
    public double RateScale => rateScale;

    /// <summary>Whether the weight has a gradient in this step.</summary>
    public bool HasGradient { get; protected set; }

    /// <summary>The state for a weight: with the moments in managed memory where the numbers of the weight can be reached directly.</summary>
    public static WeightState Of(TorchWeight weight, double rateScale, int moments)
    {
        if (weight.Values.dtype != torch.ScalarType.Float32)
            throw new ArgumentException($"The weight {weight.Name} is {weight.Values.dtype}: only Float32 can be optimised.", nameof(weight));
        using var noGradient = torch.no_grad();
        using torch.Tensor? view = weight.Values.device_type == DeviceType.CPU ? MemoryOrder.View(weight.Values) : null;
        return view is null ? new TensorWeightState(weight, rateScale, moments) : new NativeWeightState(weight, rateScale, moments);
    }

    /// <summary>Looks up the gradient for this step. What it creates goes into the current dispose scope.</summary>
    public abstract void TakeGradient();

    /// <summary>A moment in the order of the weight's memory; it may be the one in use, which changes with the next step.</summary>
    public abstract float[] GetMoment(int index);

    public abstract void SetMoment(int index, float[] values);

    public virtual void Dispose()
    {
    }
}
