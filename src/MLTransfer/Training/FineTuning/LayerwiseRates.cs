using MLTransfer.Training.Torch;

namespace MLTransfer.Training.FineTuning;

/// <summary>
/// Smaller learning rates lower down (discriminative fine-tuning, Howard and Ruder 2018): what is near the frozen part is general and changes
/// little. The factor falls geometrically from 1 at the last layer to <paramref name="lowest"/> at the cut.
/// </summary>
/// <param name="lowest">The factor at the cut, above 0 and at most 1; with 1, all learn at the same rate.</param>
internal sealed class LayerwiseRates(double lowest)
{
    private readonly double _lowest = lowest is > 0 and <= 1
        ? lowest
        : throw new ArgumentOutOfRangeException(nameof(lowest), lowest, "It must be more than 0 and at most 1.");

    /// <summary>What the learning rate is multiplied with for a weight.</summary>
    public double ScaleOf(TorchWeight weight) => Math.Pow(_lowest, 1 - weight.Depth);
}
