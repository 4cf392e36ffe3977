namespace MLTransfer.Networks.ClassMaps;

/// <summary>How a map of activations becomes one vector.</summary>
internal enum MapPooling
{
    /// <summary>Each channel becomes the mean over its places.</summary>
    Average,

    /// <summary>Each channel becomes the largest of its numbers.</summary>
    Max,

    /// <summary>All numbers stay, in their order.</summary>
    Flatten,
}
