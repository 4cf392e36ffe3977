using System.Globalization;

namespace MLTransfer;

/// <summary>How training stands after an epoch.</summary>
/// <param name="Epoch">The epoch, counted from 1: in each phase, and for each strength of regularisation that is tried.</param>
/// <param name="L2Regularization">The strength of regularisation that is being tried; 0 where there is none to try.</param>
/// <param name="Loss">
/// The mean cross-entropy on the training set, in nats. In fine-tuning that of the epoch's steps, with label smoothing, mixing and dropout.
/// </param>
/// <param name="Accuracy">
/// The share of the training set classified rightly; null where <see cref="ImageTransferTrainer.Options.TestOnTrainSet"/> is off, or images are
/// mixed.
/// </param>
/// <param name="ValidationLoss">The mean cross-entropy on the validation set; null without one.</param>
/// <param name="ValidationAccuracy">The share of the validation set classified rightly; null without one.</param>
public sealed record ImageTransferMetrics(
    int Epoch, double L2Regularization, double Loss, double? Accuracy, double? ValidationLoss, double? ValidationAccuracy)
{
    /// <summary>What is being trained.</summary>
    public TrainingPhase Phase { get; init; }

    /// <summary>The learning rate at the end of the epoch, at the top of the network; null where a solver finds its own steps.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The training images that went through a second, validation not counted; null where no images go through the network.</summary>
    public double? ImagesPerSecond { get; init; }

    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        string subject = Phase == TrainingPhase.FineTuning ? "fine-tuning, epoch" : "epoch";
        string strength = L2Regularization > 0 ? string.Create(CultureInfo.InvariantCulture, $", L2 {L2Regularization:g3}") : "";
        var line = new List<string> { string.Create(CultureInfo.InvariantCulture, $"{subject} {Epoch}{strength}: loss {Loss:f4}") };
        if (Accuracy is { } accuracy)
            line.Add(string.Create(CultureInfo.InvariantCulture, $"accuracy {accuracy:f4}"));
        if (ValidationLoss is { } loss)
            line.Add(string.Create(CultureInfo.InvariantCulture, $"validation loss {loss:f4}, accuracy {ValidationAccuracy:f4}"));
        if (LearningRate is { } rate)
            line.Add(string.Create(CultureInfo.InvariantCulture, $"learning rate {rate:g3}"));
        if (ImagesPerSecond is { } speed)
            line.Add(string.Create(CultureInfo.InvariantCulture, $"{speed:f0} images/s"));
        return string.Join(", ", line);
    }
}
