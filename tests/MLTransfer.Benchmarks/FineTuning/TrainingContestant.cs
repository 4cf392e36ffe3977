namespace MLTransfer.Benchmarks.FineTuning;

/// <summary>A way to train <c>layer4</c> of ResNet18 with a linear classifier for an epoch.</summary>
internal abstract class TrainingContestant(string name) : MeasuredRounds, IDisposable
{
    public string Name => name;

    /// <summary>Trains for one epoch and gives the time of its steps.</summary>
    public abstract TimeSpan RunEpoch();

    public abstract void Dispose();
}
