namespace MLTransfer.Evaluation;

/// <summary>Two rows that show the same, or nearly.</summary>
/// <param name="First">The one that comes first.</param>
/// <param name="Second">The other.</param>
/// <param name="Correlation">The correlation of their thumbnails, fitted; 1 for identical content.</param>
/// <param name="Cosine">The cosine of their features; 1 for identical content.</param>
/// <param name="Mirrored">Whether one is the mirror image of the other.</param>
internal readonly record struct NearDuplicate(int First, int Second, double Correlation, double Cosine, bool Mirrored)
{
    /// <summary>Whether they are equal byte for byte, which pixels that are equal do not prove.</summary>
    public bool IsIdentical { get; private init; }

    /// <summary>Two rows with the same content.</summary>
    public static NearDuplicate Identical(int first, int second) => new(first, second, 1, 1, Mirrored: false) { IsIdentical = true };
}
