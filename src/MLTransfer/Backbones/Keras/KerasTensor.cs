using MLTransfer.Networks;

namespace MLTransfer.Backbones.Keras;

/// <summary>A tensor that a layer needs.</summary>
/// <param name="Layer">The layer's present name in Keras.</param>
/// <param name="Role">What the tensor is to the layer, such as <c>kernel</c>: its name in Keras.</param>
/// <param name="Shape">The shape in Keras.</param>
internal sealed record KerasTensor(string Layer, string Role, IReadOnlyList<long> Shape)
{
    public long Elements => Shape.ElementCount();
}
