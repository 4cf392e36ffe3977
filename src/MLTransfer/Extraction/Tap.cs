using MLTransfer.Networks;

namespace MLTransfer.Extraction;

/// <summary>An inner tensor of a network that comes out beside the network's output.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Shape">Its shape for one image, without the batch.</param>
/// <param name="Precision">How its numbers are kept: <see cref="MLTransfer.Precision.Float16"/> or
/// <see cref="MLTransfer.Precision.Float32"/>.</param>
internal sealed record Tap(string Tensor, IReadOnlyList<long> Shape, Precision Precision)
{
    /// <summary>The number of floats for one image.</summary>
    public int Length { get; } = checked((int)Shape.ElementCount());
}
