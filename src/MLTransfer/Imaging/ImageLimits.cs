using System.Runtime.CompilerServices;
using MLTransfer.Data;

namespace MLTransfer;

/// <summary>
/// The largest images that are decoded. All limits are checked on the encoded bytes and the header,
/// before memory for a single pixel is allocated.
/// </summary>
public sealed record ImageLimits
{
    /// <summary>The limits used where none are given.</summary>
    public static ImageLimits Default { get; } = new();

    /// <summary>The largest encoded image, in bytes; at most 2,147,483,591. Default: 64 MiB.</summary>
    public long MaxBytes { get; init => field = Within(value, Array.MaxLength); } = 64L << 20;

    /// <summary>
    /// The largest number of pixels, width times height; at most 536,870,897.
    /// Default: 100 million (a 100 MP photo; 400 MB while it is decoded).
    /// </summary>
    public long MaxPixels { get; init => field = Within(value, Array.MaxLength / 4); } = 100_000_000;

    /// <summary>The longest side, in pixels. Default: 32,768.</summary>
    public int MaxSide { get; init => field = (int)Within(value, int.MaxValue); } = 32_768;

    // A limit above what one array can hold could not be kept.
    private static long Within(long value, long largest, [CallerMemberName] string name = "")
    {
        Bounds.Require(value >= 1 && value <= largest, value, $"from 1 to {largest}", name);
        return value;
    }
}
