namespace MLTransfer.Benchmarks.Micro;

/// <summary>The size of a photo.</summary>
public readonly record struct PhotoSize(int Width, int Height)
{
    /// <summary>A thumbnail, a photo of a typical data set, and one as a telephone sends it.</summary>
    public static IEnumerable<PhotoSize> Typical { get; } = [new(320, 240), new(500, 375), new(2000, 1500)];

    /// <inheritdoc/>
    public override string ToString() => $"{Width}x{Height}";
}
