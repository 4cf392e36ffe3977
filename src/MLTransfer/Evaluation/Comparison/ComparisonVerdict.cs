namespace MLTransfer;

/// <summary>What a comparison of two classifiers says of the first.</summary>
public enum ComparisonVerdict
{
    /// <summary>The images do not tell which of the two is the better one: a difference as large may well be chance.</summary>
    CannotBeToldApart,

    /// <summary>It is the better one.</summary>
    Better,

    /// <summary>It is the worse one.</summary>
    Worse,
}
