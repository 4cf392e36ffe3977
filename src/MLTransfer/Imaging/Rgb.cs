namespace MLTransfer;

/// <summary>A colour, 0 to 255 in each channel.</summary>
/// <param name="R">Red.</param>
/// <param name="G">Green.</param>
/// <param name="B">Blue.</param>
public readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>White (255, 255, 255).</summary>
    public static Rgb White { get; } = new(255, 255, 255);

    /// <summary>Black (0, 0, 0).</summary>
    public static Rgb Black { get; }
}
