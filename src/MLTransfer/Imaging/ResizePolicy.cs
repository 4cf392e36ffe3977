using MLTransfer.Data;

namespace MLTransfer;

/// <summary>
/// How an upright photo becomes the input of a network: its short side is resized to <see cref="ShortSide"/> pixels, the aspect
/// kept, and the centre of <see cref="CropHeight"/> x <see cref="CropWidth"/> pixels is cut out. The filter is a triangle
/// (bilinear) that widens with the reduction, so that nothing aliases.
/// </summary>
/// <remarks>
/// The evaluation transform of the ImageNet literature: He et al., "Deep Residual Learning for Image Recognition", 2015, section 3.4.
/// </remarks>
public sealed record ResizePolicy
{
    // In pixels. Far beyond any classifier, and small enough for what is allocated by these numbers.
    internal const int LargestCrop = 4096;
    private const int LargestShortSide = 8192;

    /// <summary>Short side to 256, then the centre 224 x 224.</summary>
    public static ResizePolicy Default { get; } = new();

    /// <summary>The length of the short side after the resize, in pixels; at least as long as the crop's sides. Default: 256.</summary>
    public int ShortSide { get; init; } = 256;

    /// <summary>The height of the crop, in pixels. Default: 224.</summary>
    public int CropHeight { get; init; } = 224;

    /// <summary>The width of the crop, in pixels. Default: 224.</summary>
    public int CropWidth { get; init; } = 224;

    /// <summary>A square crop of <paramref name="size"/> pixels from a short side 8/7 as long: the proportions of 256 and 224.</summary>
    public static ResizePolicy ForSize(int size) => new() { ShortSide = (int)Math.Round(size * 8 / 7.0), CropHeight = size, CropWidth = size };

    /// <summary>Where a centre crop starts; half a pixel rounds to even, as in torchvision's CenterCrop.</summary>
    internal static long CropOffset(long size, long crop) => (long)Math.Round((size - crop) / 2.0, MidpointRounding.ToEven);

    /// <exception cref="ArgumentException">Something is negative, larger than any network needs, or the crop does not fit.</exception>
    internal void Validate()
    {
        Bounds.Require(ShortSide is >= 1 and <= LargestShortSide, ShortSide, $"from 1 to {LargestShortSide}");
        Bounds.Require(CropHeight is >= 1 and <= LargestCrop, CropHeight, $"from 1 to {LargestCrop}");
        Bounds.Require(CropWidth is >= 1 and <= LargestCrop, CropWidth, $"from 1 to {LargestCrop}");
        if (ShortSide < Math.Max(CropHeight, CropWidth))
        {
            throw new ArgumentException(
                $"The crop of {CropHeight} x {CropWidth} does not fit into a short side of {ShortSide}: " +
                $"{nameof(ShortSide)} must be at least as long as both sides of the crop.");
        }
    }
}
