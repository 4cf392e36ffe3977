using MLTransfer.Training.Torch.Gradients;
using static TorchSharp.torch;

namespace MLTransfer.Training.Torch.Operators;

/// <summary>The operands of one node in one forward pass.</summary>
/// <param name="computed">The tensors that nodes have computed, by slot.</param>
/// <param name="constants">Weights and other constants, by slot, in float32 or int64.</param>
/// <param name="slots">The slots of the operands; -1 stands for one that is left out.</param>
/// <param name="precision">What the network is computed in: Float32 or BFloat16.</param>
/// <param name="training">Whether Dropout drops.</param>
/// <param name="deferred">What computes gradients of weights after the backward pass, if anything does.</param>
internal sealed class Operands(Tensor?[] computed, Tensor?[] constants, int[] slots, ScalarType precision, bool training, DeferredGradients? deferred)
{
    public int Count => slots.Length;

    /// <summary>Whether Dropout drops.</summary>
    public bool Training => training;

    /// <summary>What computes gradients of weights after the backward pass, if anything does.</summary>
    public DeferredGradients? Deferred => deferred;

    /// <summary>What the network is computed in.</summary>
    public ScalarType Precision => precision;

    public Tensor this[int index] => Optional(index) ?? throw new InvalidOperationException($"Operand {index} is missing.");

    /// <summary>An operand in the precision of the network; null where it is left out.</summary>
    public Tensor? Optional(int index)
        => Stored(index) is { } stored && IsConstant(index) && is_floating_point(stored) ? stored.to(precision) : Stored(index);

    /// <summary>A weight itself, where it learns in the precision of the network: what the gradient belongs to. Otherwise null.</summary>
    public Tensor? Leaf(int index)
        => IsConstant(index) && Stored(index) is { requires_grad: true } stored && stored.dtype == precision ? stored : null;

    /// <summary>An operand in float32, whatever the network is computed in: for the statistics and scales of normalisation.</summary>
    public Tensor? InFloat32(int index) => Stored(index)?.to(ScalarType.Float32);

    /// <summary>The values of an operand of integers, such as a shape.</summary>
    public long[] Integers(int index)
    {
        using Tensor values = this[index].to(ScalarType.Int64, CPU).contiguous();
        return values.data<long>().ToArray();
    }

    /// <summary>Whether a tensor is one of the operands rather than made from them.</summary>
    public bool Include(Tensor tensor) => slots.Where((slot, i) => slot >= 0 && ReferenceEquals(Stored(i), tensor)).Any();

    private bool IsConstant(int index) => computed[slots[index]] is null;

    private Tensor? Stored(int index)
        => index >= slots.Length || slots[index] < 0 ? null : computed[slots[index]] ?? constants[slots[index]];
}
