using System.Buffers;
using SkiaSharp;

namespace MLTransfer.Imaging;

/// <summary>What the fourth byte of a pixel means.</summary>
internal enum AlphaMeaning
{
    /// <summary>Nothing: every pixel is opaque.</summary>
    None,

    /// <summary>Opacity; the colour is as if the pixel were opaque.</summary>
    Straight,

    /// <summary>Opacity; the colour is multiplied by it.</summary>
    Premultiplied,
}

/// <summary>Pixels as they are stored: four bytes each, perhaps fewer of them than the image has, and not turned upright yet.</summary>
internal sealed class DecodedImage : IDisposable
{
    // Larger buffers are rare and would stay in the pool for good: those go back to the garbage collector.
    private const int LargestPooled = 32 << 20;

    private readonly IMemoryOwner<byte>? _owner;

    private DecodedImage(Memory<byte> pixels, IMemoryOwner<byte>? owner, int width, int height) =>
        (Pixels, _owner, Width, Height) = (pixels, owner, width, height);

    /// <summary>The pixels, row by row without padding.</summary>
    public Memory<byte> Pixels { get; }

    /// <summary>The number of pixels in a row.</summary>
    public int Width { get; }

    /// <summary>The number of rows.</summary>
    public int Height { get; }

    /// <summary>Stored pixels per pixel of the full image, along both axes: below 1 if the decoder reduced it.</summary>
    public double Scale { get; private init; } = 1;

    /// <summary>The size of the full image, upright.</summary>
    public (int Width, int Height) FullSize { get; private init; }

    public bool BlueFirst { get; private init; }

    public AlphaMeaning Alpha { get; private init; }

    public ExifOrientation Orientation { get; private init; }

    /// <summary>An image whose pixels the caller owns.</summary>
    public static DecodedImage Over(byte[] pixels, int width, int height, bool blueFirst, AlphaMeaning alpha) =>
        new(pixels.AsMemory(0, 4 * width * height), null, width, height)
        {
            FullSize = (width, height),
            BlueFirst = blueFirst,
            Alpha = alpha,
        };

    /// <summary>
    /// An image whose pixels, red first, are still to be written: of <paramref name="reduced"/> size where the stored image
    /// has the <paramref name="full"/> size.
    /// </summary>
    public static DecodedImage Rent(SKSizeI full, SKSizeI reduced, double scale, AlphaMeaning alpha, ExifOrientation orientation)
    {
        int length = checked(4 * reduced.Width * reduced.Height);
        IMemoryOwner<byte>? owner = length <= LargestPooled ? MemoryPool<byte>.Shared.Rent(length) : null;
        Memory<byte> pixels = owner?.Memory[..length] ?? GC.AllocateUninitializedArray<byte>(length);
        return new(pixels, owner, reduced.Width, reduced.Height)
        {
            FullSize = orientation.Transposed ? (full.Height, full.Width) : (full.Width, full.Height),
            Scale = scale,
            Alpha = alpha,
            Orientation = orientation,
        };
    }

    public void Dispose() => _owner?.Dispose();
}
