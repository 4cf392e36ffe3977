using SkiaSharp;

namespace MLTransfer.Imaging;

/// <summary>
/// How stored pixels become upright: the axes are swapped if <paramref name="Transposed"/>, then the upright x axis
/// or the upright y axis runs against the stored axis that feeds it.
/// </summary>
internal readonly record struct ExifOrientation(bool Transposed, bool MirrorX, bool MirrorY)
{
    /// <summary>Pixels that are stored upright.</summary>
    public static ExifOrientation Upright { get; }

    /// <summary>The meaning of the value of EXIF tag 0x0112, 1 to 8; others mean upright, as in every viewer.</summary>
    public static ExifOrientation From(SKEncodedOrigin origin) => new(
        Transposed: (int)origin is >= 5 and <= 8,
        MirrorX: (int)origin is 2 or 3 or 6 or 7,
        MirrorY: (int)origin is 3 or 4 or 7 or 8);
}
