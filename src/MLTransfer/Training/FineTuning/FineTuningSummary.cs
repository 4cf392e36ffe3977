using System.Globalization;
using MLTransfer.Data;

namespace MLTransfer;

/// <summary>What fine-tuning did.</summary>
public sealed record FineTuningSummary
{
    internal FineTuningSummary()
    {
    }

    /// <summary>
    /// The tensor above which everything learned (one of <see cref="Backbone.Cuts"/>), also where
    /// <see cref="ImageTransferTrainer.Options.UnfreezeFrom"/> named a stage: then it is the one where that stage starts.
    /// </summary>
    public required string UnfrozenFrom { get; init; }

    /// <summary>The stage that starts there, the first that learned; null where none starts there.</summary>
    public string? UnfrozenStage { get; init; }

    /// <summary>The number of weights that learned, the classifier's included.</summary>
    public required long TrainedParameters { get; init; }

    /// <summary>The number of weights of the whole network, the classifier's included.</summary>
    public required long AllParameters { get; init; }

    /// <summary>The number of images they learned from.</summary>
    public required int TrainingImages { get; init; }

    /// <summary>The arithmetic in use.</summary>
    public required Precision Precision { get; init; }

    /// <summary>What was measured after each epoch, in their order.</summary>
    public required IReadOnlyList<ImageTransferMetrics> Epochs { get; init; }

    /// <summary>
    /// The epoch whose weights are used: the one with the lowest validation loss, or the highest accuracy where
    /// <see cref="ImageTransferTrainer.Options.EarlyStoppingCriteria"/> watches that, and the last one where there is no validation; 0 where it is
    /// the state before the first.
    /// </summary>
    public required int BestEpoch { get; init; }

    /// <summary>Why it ended.</summary>
    public required FineTuningEnd End { get; init; }

    /// <summary>Accuracy on the validation set before fine-tuning; null without one.</summary>
    public double? AccuracyBefore { get; init; }

    /// <summary>Mean cross-entropy on the validation set before fine-tuning; null without one.</summary>
    public double? LossBefore { get; init; }

    /// <summary>Accuracy on the validation set after fine-tuning; null without one.</summary>
    public double? AccuracyAfter { get; init; }

    /// <summary>Mean cross-entropy on the validation set after fine-tuning; null without one.</summary>
    public double? LossAfter { get; init; }

    /// <summary>
    /// Whether the fine-tuned model is better on the validation set: more accurate, or as accurate at a lower loss. True without one.
    /// </summary>
    public bool IsBetter => AccuracyBefore is null || AccuracyAfter > AccuracyBefore || (AccuracyAfter == AccuracyBefore && LossAfter < LossBefore);

    /// <summary>Whether the fine-tuned model is the result, rather than the one before fine-tuning.</summary>
    public required bool IsKept { get; init; }

    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        string change = AccuracyBefore is null
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"; validation accuracy {AccuracyBefore:f4} -> {AccuracyAfter:f4}, loss {LossBefore:f4} -> {LossAfter:f4}");
        string kept = (IsKept, BestEpoch) switch
        {
            (true, _) => "the fine-tuned model is kept",
            (false, 0) => "no epoch to keep, so it is the model before fine-tuning",
            _ => "no better, so the model before fine-tuning is kept",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{TrainedParameters:n0} of {AllParameters:n0} parameters trained on {Quantity.Of(TrainingImages, "image")}, " +
            $"{Quantity.Of(Epochs.Count, "epoch")} ({End}){change}; {kept}");
    }
}
