namespace MLTransfer.Training.FineTuning;

/// <summary>What one step does to one weight.</summary>
/// <param name="LearningRate">The learning rate of this weight.</param>
/// <param name="Decay">The weight decay, 0 where it does not apply.</param>
/// <param name="GradientScale">What the gradient is multiplied with: 1, or less where it is clipped.</param>
internal readonly record struct WeightRates(double LearningRate, double Decay, double GradientScale);
