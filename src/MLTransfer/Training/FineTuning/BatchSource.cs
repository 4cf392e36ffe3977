using MLTransfer.Networks;

namespace MLTransfer.Training.FineTuning;

/// <summary>Labelled examples that can be loaded in batches, again in every epoch.</summary>
internal abstract class BatchSource
{
    /// <summary>The number of examples.</summary>
    public int Count => Labels.Count;

    /// <summary>Their classes, counted from 0.</summary>
    public abstract IReadOnlyList<int> Labels { get; }

    /// <summary>The shape of one example.</summary>
    public abstract IReadOnlyList<long> Shape { get; }

    /// <summary>The number of floats of one example.</summary>
    public int Length => checked((int)Shape.ElementCount());

    /// <summary>Writes some examples, one after the other. Called on any thread, once at a time.</summary>
    /// <param name="examples">Which ones.</param>
    /// <param name="epoch">The epoch, counted from 1: with augmentation, an example looks different in each.</param>
    /// <param name="destination">Receives <see cref="Length"/> floats an example.</param>
    public abstract void Load(IReadOnlyList<int> examples, int epoch, Memory<float> destination);
}
