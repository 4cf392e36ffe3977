namespace MLTransfer.Backbones.Keras;

/// <summary>What a sliding window meets at the border.</summary>
internal enum KerasPadding
{
    /// <summary>The window stays inside: the output is smaller.</summary>
    Valid,

    /// <summary>
    /// The output is as large as the input, divided by the stride and rounded up. Where an odd number of rows or columns is missing, the odd one
    /// comes behind the last.
    /// </summary>
    Same,
}
