using static TorchSharp.torch;

namespace MLTransfer.Training.FineTuning;

/// <summary>A batch in which every row is mixed with another one.</summary>
/// <param name="Activations">The mixed activations, of the shape and memory order of the batch.</param>
/// <param name="Labels">The class of each row: int64 [N].</param>
/// <param name="Partners">The class of the row that it is mixed with: int64 [N].</param>
/// <param name="Share">The share that remains of each row, from 0 to 1.</param>
internal sealed record MixedBatch(Tensor Activations, Tensor Labels, Tensor Partners, double Share)
{
    /// <summary>The labels as shares of the classes: float32 [N, classes].</summary>
    public Tensor LabelShares(int classes)
    {
        using var scope = NewDisposeScope();
        Tensor own = nn.functional.one_hot(Labels, classes).to_type(ScalarType.Float32);
        Tensor other = nn.functional.one_hot(Partners, classes).to_type(ScalarType.Float32);
        return own.lerp(other, 1 - Share).MoveToOuterDisposeScope();
    }
}
