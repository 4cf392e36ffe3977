using System.Runtime.InteropServices;
using MLTransfer.Networks;
using MLTransfer.Training.Torch.Gradients;
using MLTransfer.Training.Torch.Operators;
using Onnx;
using static TorchSharp.torch;

namespace MLTransfer.Training.Torch;

/// <summary>The nodes between two tensors of an ONNX network, as Torch operations whose weights learn.</summary>
internal sealed class TorchNetwork : IDisposable
{
    private readonly TorchPlan _plan;
    private readonly Tensor?[] _constants;
    private readonly Tensor?[] _rounded;
    private readonly Device _device;
    private readonly DeferredGradients? _deferred;

    /// <param name="network">The whole network.</param>
    /// <param name="input">The tensor at the cut: what computes it is frozen.</param>
    /// <param name="output">The tensor wanted.</param>
    /// <param name="device">Where it is computed.</param>
    /// <param name="trainsNormalisation">Whether scale and bias of normalisation learn.</param>
    /// <param name="precision">What it trains in, Float32 or BFloat16.</param>
    /// <exception cref="NetworkException">An operator between the two tensors is not supported, or the output needs more than the input.</exception>
    public TorchNetwork(ModelProto network, string input, string output, Device device, bool trainsNormalisation = true, ScalarType precision = ScalarType.Float32)
    {
        _plan = TorchPlan.Compile(network, input, output);
        IReadOnlyList<LearnableWeight> learnable = LearnableWeights.Find(network, input, output, trainsNormalisation);
        TorchRuntime.Load();
        _device = device;
        using var scope = NewDisposeScope();
        _constants = [.. _plan.Constants.Select(c => c is null ? null : Detached(ChannelsLast(ConstantTensor.Create(c, device))))];
        Weights = [.. learnable.Select(w => CreateWeight(w, precision))];
        _rounded = [.. _constants];
        foreach (TorchWeight weight in Weights.Where(w => w.Rounded is not null))
            _rounded[_plan.SlotOf(weight.Name)] = weight.Rounded;
        // Of float32 Torch's own gradients are as fast, and of a GPU's faster.
        _deferred = precision == ScalarType.BFloat16 && device.type == TorchSharp.DeviceType.CPU ? new DeferredGradients() : null;
    }

    /// <summary>What learns, from the cut to the output.</summary>
    public IReadOnlyList<TorchWeight> Weights { get; }

    /// <summary>Computes the output. The statistics of BatchNormalization are frozen in training too.</summary>
    /// <param name="activations">The tensor at the cut: [N, ...].</param>
    /// <param name="training">Whether Dropout drops.</param>
    /// <param name="precision">Float32 or BFloat16: what activations and weights are cast to. The weights, their gradients and the result are
    /// float32.</param>
    /// <exception cref="NetworkException">The tensors do not fit together.</exception>
    public Tensor Forward(Tensor activations, bool training, ScalarType precision)
    {
        using var scope = NewDisposeScope();
        Tensor first = ChannelsLast(activations.to(_device)).to(precision);
        bool isRounded = precision == ScalarType.BFloat16;
        Tensor result = _plan.Run(
            ReferenceEquals(first, activations) ? first.alias() : first, isRounded ? _rounded : _constants, training, precision,
            isRounded && training && is_grad_enabled() ? _deferred : null);
        return result.to(ScalarType.Float32).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>Adds to the gradients of what learns.</summary>
    /// <param name="loss">A number computed from what <see cref="Forward"/> gave in training since the last time.</param>
    public void Backward(Tensor loss)
    {
        loss.backward();
        _deferred?.Complete();
    }

    /// <summary>The values of what learns, by name, in row-major order.</summary>
    public IReadOnlyDictionary<string, float[]> ReadWeights()
    {
        Dictionary<string, float[]> values = Weights.ToDictionary(w => w.Name, w => GC.AllocateUninitializedArray<float>((int)w.Values.numel()));
        ReadWeights(values);
        return values;
    }

    /// <summary>Writes the values of what learns into arrays of the right lengths, by name.</summary>
    public void ReadWeights(IReadOnlyDictionary<string, float[]> destination)
    {
        foreach (TorchWeight weight in Weights)
        {
            using var scope = NewDisposeScope();
            MemoryMarshal.Cast<byte, float>(weight.Values.detach().cpu().contiguous().bytes).CopyTo(destination[weight.Name]);
        }
    }

    /// <summary>Sets what learns to the values that <see cref="ReadWeights()"/> gave.</summary>
    public void WriteWeights(IReadOnlyDictionary<string, float[]> values)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (TorchWeight weight in Weights)
        {
            weight.Values.copy_(tensor(values[weight.Name], weight.Values.shape));
            weight.Rounded?.copy_(weight.Values);
        }
    }

    public void Dispose()
    {
        _deferred?.Dispose();
        foreach (TorchWeight weight in Weights)
            weight.Dispose();
        foreach (Tensor? constant in _constants)
            constant?.Dispose();
    }

    // Scales and shifts of normalisation are computed with in float32 in any case; they are few.
    private TorchWeight CreateWeight(LearnableWeight weight, ScalarType precision)
    {
        Tensor values = ConstantOf(weight.Name);
        bool isRounded = precision == ScalarType.BFloat16 && weight.Decays;
        return new TorchWeight(weight.Name, isRounded ? values : values.requires_grad_(), weight.Decays, weight.Depth)
        {
            Rounded = isRounded ? Detached(values.to(ScalarType.BFloat16)).requires_grad_() : null,
        };
    }

    private Tensor ConstantOf(string name) => _constants[_plan.SlotOf(name)]!;

    private static Tensor Detached(Tensor tensor)
    {
        tensor.DetachFromDisposeScope();
        return tensor;
    }

    // Convolutions on a CPU are faster with images and weights in this layout, and keep it. TorchSharp has no memory_format: this is how to get it.
    private static Tensor ChannelsLast(Tensor tensor) => tensor.dim() == 4 ? tensor.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : tensor;
}
