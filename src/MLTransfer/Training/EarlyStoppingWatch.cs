namespace MLTransfer.Training;

/// <summary>Follows the validation set through the training of a head, and keeps the best parameters.</summary>
internal sealed class EarlyStoppingWatch(EarlyStopping criteria)
{
    private readonly GainWatch _gains = new(criteria);

    /// <summary>The best parameters so far.</summary>
    public float[]? Best { get; private set; }

    /// <summary>Takes note of an epoch; false when it should be the last.</summary>
    public bool Continues(float[] parameters, SoftmaxObjective validation)
    {
        bool continues = _gains.Continues(validation.Accuracy, validation.Loss);
        if (_gains.IsBest)
            Best = [.. parameters];
        return continues;
    }
}
