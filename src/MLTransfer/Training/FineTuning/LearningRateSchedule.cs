namespace MLTransfer.Training.FineTuning;

/// <summary>
/// The learning rate over a run, as a share of the highest one: a straight line up from near 0, then half a cosine down to near 0 (Loshchilov and
/// Hutter 2017). It starts one step above 0 and ends one step above 0, so that no step is wasted.
/// </summary>
/// <param name="warmUp">The share of the steps in which it rises, from 0 to 1.</param>
internal sealed class LearningRateSchedule(double warmUp = .1)
{
    private readonly double _warmUp = warmUp is >= 0 and <= 1
        ? warmUp
        : throw new ArgumentOutOfRangeException(nameof(warmUp), warmUp, "It must be at least 0 and at most 1.");

    /// <summary>The share of the highest learning rate, above 0 and at most 1.</summary>
    /// <param name="step">The step, counted from 0.</param>
    /// <param name="totalSteps">The number of steps of the whole run.</param>
    public double At(long step, long totalSteps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, totalSteps);
        long rising = (long)Math.Floor(_warmUp * totalSteps);
        if (step < rising)
            return (step + 1d) / (rising + 1);
        return .5 * (1 + Math.Cos(Math.PI * (step - rising) / (totalSteps - rising)));
    }
}
