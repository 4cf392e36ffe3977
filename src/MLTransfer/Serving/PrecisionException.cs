namespace MLTransfer;

/// <summary>A classifier cannot be had in the precision that was asked for.</summary>
public sealed class PrecisionException : MLTransferException
{
    internal PrecisionException(Precision precision, string obstacle)
        : base($"This classifier cannot be written in {precision}: {obstacle}.") => Precision = precision;

    /// <summary>What was asked for.</summary>
    public Precision Precision { get; }
}
