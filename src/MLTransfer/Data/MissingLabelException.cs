namespace MLTransfer;

/// <summary>An image has no label where each must have one.</summary>
public sealed class MissingLabelException : MLTransferException
{
    internal MissingLabelException(string image, long row, string labelColumnName)
        : base($"Row {row} ({image}) has no value in the label column '{labelColumnName}'. Give it a label, or filter such rows out first.")
        => (Image, Row) = (image, row);

    /// <summary>The path of the image, or a description where it did not come from a file.</summary>
    public string Image { get; }

    /// <summary>The row of the view, counted from zero.</summary>
    public long Row { get; }
}
