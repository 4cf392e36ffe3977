using TorchSharp;

namespace MLTransfer.Training.Torch;

/// <summary>One tensor that learns.</summary>
/// <param name="Name">The name of its initializer in the ONNX graph.</param>
/// <param name="Values">Its values: a float32 leaf that requires a gradient.</param>
/// <param name="Decays">Whether weight decay applies: not to biases and the scales and shifts of normalisation.</param>
/// <param name="Depth">Where it is used, from 0 (next to the frozen part) to 1 (the last layer).</param>
internal sealed record TorchWeight(string Name, torch.Tensor Values, bool Decays, double Depth) : IDisposable
{
    /// <summary>
    /// Its values rounded to bfloat16, where the network trains in that precision: what is computed with, and what gets the gradient. Whoever
    /// changes <see cref="Values"/> changes this as well.
    /// </summary>
    public torch.Tensor? Rounded { get; init; }

    /// <summary>The gradient of the last backward pass; null where there is none.</summary>
    public torch.Tensor? Gradient
    {
        get => (Rounded ?? Values).grad;
        set => (Rounded ?? Values).grad = value;
    }

    public void Dispose()
    {
        Values.Dispose();
        Rounded?.Dispose();
    }
}
