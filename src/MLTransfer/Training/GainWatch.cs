namespace MLTransfer.Training;

/// <summary>Counts the epochs of one training run that bring no gain on the validation set, by the rules of <see cref="EarlyStopping"/>.</summary>
internal sealed class GainWatch(EarlyStopping criteria)
{
    /// <summary>What it remembers, for a run that is resumed.</summary>
    public GainState State { get; set; } = new(double.NegativeInfinity, double.NegativeInfinity, 0);

    /// <summary>Whether the epoch noted last is the best so far.</summary>
    public bool IsBest { get; private set; }

    /// <summary>Takes note of an epoch; false when it should be the last.</summary>
    /// <param name="accuracy">The accuracy on the validation set.</param>
    /// <param name="loss">The loss there. One that is not a number is no gain.</param>
    public bool Continues(double accuracy, double loss)
    {
        double merit = criteria.Metric == EarlyStoppingMetric.Accuracy ? accuracy : -loss;
        IsBest = merit > State.Best;
        if (IsBest)
            State = State with { Best = merit };

        // Staying the same is no gain, not even where MinDelta is 0.
        bool gains = merit > State.LastGain && merit - State.LastGain >= criteria.MinDelta;
        State = gains ? State with { LastGain = merit, Waited = 0 } : State with { Waited = State.Waited + 1 };
        return State.Waited < criteria.Patience;
    }
}
