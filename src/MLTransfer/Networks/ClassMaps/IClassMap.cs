namespace MLTransfer.Networks.ClassMaps;

/// <summary>Tells how much each place of a map of activations adds to the logit of a class. Thread-safe.</summary>
internal interface IClassMap
{
    /// <summary>The activations that are looked at.</summary>
    ActivationMap Map { get; }

    /// <summary>Whether the mean over all places and a constant make the logit, for every image.</summary>
    bool IsExact { get; }

    /// <summary>The contribution of each place, row by row.</summary>
    /// <param name="activations">The map for one image.</param>
    /// <param name="classIndex">The class.</param>
    float[] Of(float[] activations, int classIndex);
}
