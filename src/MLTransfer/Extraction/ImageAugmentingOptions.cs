using MLTransfer.Data;

namespace MLTransfer;

/// <summary>Which view of images is made, and of what size.</summary>
public sealed record ImageAugmentingOptions
{
    /// <summary>Which view; 0 is the image itself. Default: 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int View
    {
        get;
        init
        {
            Bounds.Require(value >= 0, value, "at least 0", nameof(View));
            field = value;
        }
    } = 1;

    /// <summary>Decides, with the content of the image and <see cref="View"/>, on everything that is drawn at random. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// The size of the views, and the part of the image that they show where there is no random crop. Default: <see cref="ResizePolicy.Default"/>.
    /// </summary>
    public ResizePolicy Resize { get; init; } = ResizePolicy.Default;

    /// <summary>The folder that relative image paths start from. Default: null, the current folder.</summary>
    public string? ImageFolder { get; init; }

    /// <summary>What becomes of images that cannot be used. Default: <see cref="BadImagePolicy.LeaveOut"/>.</summary>
    public BadImagePolicy BadImages { get; init; }

    /// <summary>The largest images that are decoded.</summary>
    public ImageLimits Limits { get; init; } = ImageLimits.Default;

    /// <summary>The colour behind transparent pixels. Default: white.</summary>
    public Rgb Background { get; init; } = Rgb.White;
}
