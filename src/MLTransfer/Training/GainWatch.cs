namespace MLTransfer.Training;

/// <summary>Counts the epochs of one training run that bring no gain on the validation set, by the rules of <see cref="EarlyStopping"/>.</summary>
internal sealed class GainWatch(EarlyStopping criteria)
{
    private double _best = double.NegativeInfinity;
    private double _lastGain = double.NegativeInfinity;
    private int _waited;

    /// <summary>Whether the epoch noted last is the best so far.</summary>
    public bool IsBest { get; private set; }

    /// <summary>Takes note of an epoch; false when it should be the last.</summary>
    /// <param name="accuracy">The accuracy on the validation set.</param>
    /// <param name="loss">The loss there. One that is not a number is no gain.</param>
    public bool Continues(double accuracy, double loss)
    {
        double merit = criteria.Metric == EarlyStoppingMetric.Accuracy ? accuracy : -loss;
        IsBest = merit > _best;
        if (IsBest)
            _best = merit;

        // Staying the same is no gain, not even where MinDelta is 0.
        bool gains = merit > _lastGain && merit - _lastGain >= criteria.MinDelta;
        (_lastGain, _waited) = gains ? (merit, 0) : (_lastGain, _waited + 1);
        return _waited < criteria.Patience;
    }
}
