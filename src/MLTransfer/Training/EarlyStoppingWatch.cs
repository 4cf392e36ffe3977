namespace MLTransfer.Training;

/// <summary>Follows the validation set through one training run by the rules of <see cref="EarlyStopping"/>.</summary>
internal sealed class EarlyStoppingWatch(EarlyStopping criteria)
{
    private double _best = double.NegativeInfinity;
    private double _lastGain = double.NegativeInfinity;
    private int _waited;

    /// <summary>The best parameters so far.</summary>
    public float[]? Best { get; private set; }

    /// <summary>Takes note of an epoch; false when it should be the last.</summary>
    public bool Continues(float[] parameters, SoftmaxObjective validation)
    {
        double merit = criteria.Metric == EarlyStoppingMetric.Accuracy ? validation.Accuracy : -validation.Loss;
        if (merit > _best)
        {
            _best = merit;
            Best = [.. parameters];
        }

        // Staying the same is no gain, not even where MinDelta is 0.
        if (merit > _lastGain && merit - _lastGain >= criteria.MinDelta)
        {
            _lastGain = merit;
            _waited = 0;
            return true;
        }

        return ++_waited < criteria.Patience;
    }
}
