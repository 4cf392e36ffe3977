using static TorchSharp.torch;

namespace MLTransfer.Training.FineTuning;

/// <summary>
/// The mean cross-entropy of a batch, with label smoothing (Szegedy et al. 2016) and class weights as torch.nn.CrossEntropyLoss has them: with
/// weights the mean is a weighted one, divided by the sum of the weights of the batch's labels. Computed in single precision.
/// </summary>
/// <param name="labelSmoothing">The share of each label that is spread evenly over all classes, from 0 to below 1.</param>
/// <param name="classWeights">A weight for each class, or null.</param>
internal sealed class CrossEntropyLoss(double labelSmoothing = 0, float[]? classWeights = null)
{
    private readonly double _labelSmoothing = labelSmoothing is >= 0 and < 1
        ? labelSmoothing
        : throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, "It must be at least 0 and less than 1.");

    /// <summary>The loss, a scalar.</summary>
    /// <param name="logits">[N, classes].</param>
    /// <param name="labels">The class of each row, counted from 0: int64 [N].</param>
    public Tensor Of(Tensor logits, Tensor labels)
    {
        using var scope = NewDisposeScope();
        return nn.functional.cross_entropy(logits.to_type(ScalarType.Float32), labels, Weights(logits), label_smoothing: _labelSmoothing)
            .MoveToOuterDisposeScope();
    }

    /// <summary>The loss for labels that are divided among classes; with a single class each it is that of <see cref="Of"/>.</summary>
    /// <param name="logits">[N, classes].</param>
    /// <param name="shares">The share of each class in the label of each row: float32 [N, classes], rows with sum 1.</param>
    public Tensor OfShares(Tensor logits, Tensor shares)
    {
        using var scope = NewDisposeScope();
        Tensor loss = -nn.functional.log_softmax(logits.to_type(ScalarType.Float32), 1);
        Tensor smooth = shares * (1 - _labelSmoothing) + _labelSmoothing / shares.shape[1];
        Tensor? weights = Weights(logits);
        // Torch divides by the number of rows here, whatever the weights; then a mixed batch would count differently from one that is not.
        Tensor mean = weights is null
            ? (loss * smooth).sum() / shares.shape[0]
            : (loss * smooth * weights).sum() / (shares * weights).sum();
        return mean.MoveToOuterDisposeScope();
    }

    private Tensor? Weights(Tensor logits) => classWeights is null ? null : tensor(classWeights, device: logits.device);
}
