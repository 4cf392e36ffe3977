namespace MLTransfer.Evaluation;

/// <summary>An epoch of a learning curve.</summary>
/// <param name="Epoch">The epoch, counted from 1.</param>
/// <param name="TrainLoss">The mean loss over the training set.</param>
/// <param name="ValidationLoss">The mean loss over the validation set, or null.</param>
/// <param name="ValidationAccuracy">The accuracy on the validation set, from 0 to 1, or null.</param>
internal sealed record CurvePoint(int Epoch, double TrainLoss, double? ValidationLoss = null, double? ValidationAccuracy = null);
