using System.Globalization;

namespace MLTransfer;

/// <summary>How training stands after an epoch.</summary>
/// <param name="Epoch">The epoch, counted from 1 for each strength of regularisation that is tried.</param>
/// <param name="L2Regularization">The strength of regularisation that is being tried.</param>
/// <param name="Loss">The mean cross-entropy on the training set, in nats.</param>
/// <param name="Accuracy">The share of the training set classified rightly; null where <see cref="ImageTransferTrainer.Options.TestOnTrainSet"/> is off.</param>
/// <param name="ValidationLoss">The mean cross-entropy on the validation set; null without one.</param>
/// <param name="ValidationAccuracy">The share of the validation set classified rightly; null without one.</param>
public sealed record ImageTransferMetrics(
    int Epoch, double L2Regularization, double Loss, double? Accuracy, double? ValidationLoss, double? ValidationAccuracy)
{
    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        var line = new List<string> { string.Create(CultureInfo.InvariantCulture, $"epoch {Epoch}, L2 {L2Regularization:g3}: loss {Loss:f4}") };
        if (Accuracy is { } accuracy)
            line.Add(string.Create(CultureInfo.InvariantCulture, $"accuracy {accuracy:f4}"));
        if (ValidationLoss is { } loss)
            line.Add(string.Create(CultureInfo.InvariantCulture, $"validation loss {loss:f4}, accuracy {ValidationAccuracy:f4}"));
        return string.Join(", ", line);
    }
}
