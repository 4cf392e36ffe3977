using Microsoft.ML.Data;
using MLTransfer.Data;

namespace MLTransfer.Imaging;

/// <summary>
/// The one path from an image to the input of a network, in training, evaluation and serving alike: decode, turn upright,
/// resize, crop. Thread-safe.
/// </summary>
internal sealed class PixelPipeline
{
    /// <summary>Changes whenever the same image would give other floats, so that caches made before are not used.</summary>
    public const string Version = "1";

    public PixelPipeline(ResizePolicy resize, ImageLimits limits, Rgb background)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(resize);
        resize.Validate();
        (Resize, Limits, Background) = (resize, limits, background);
    }

    /// <summary>A pipeline with the default limits, on white.</summary>
    public PixelPipeline(ResizePolicy resize)
        : this(resize, ImageLimits.Default, Rgb.White)
    {
    }

    public ResizePolicy Resize { get; }

    public ImageLimits Limits { get; }

    /// <summary>What shows through where an image is not opaque.</summary>
    public Rgb Background { get; }

    /// <summary>The number of floats of one image.</summary>
    public int Length => 3 * Resize.CropHeight * Resize.CropWidth;

    /// <summary>Writes an image as <c>[3, CropHeight, CropWidth]</c>: red, green, blue, each from 0 to 255.</summary>
    /// <exception cref="BadImageException">The image cannot be used.</exception>
    public void Decode(ImageContent content, Span<float> destination) => Decode(content, default, destination);

    /// <summary>Writes a version of an image as <c>[3, CropHeight, CropWidth]</c>: red, green, blue, each from 0 to 255.</summary>
    /// <exception cref="BadImageException">The image cannot be used.</exception>
    public void Decode(ImageContent content, ImageView view, Span<float> destination)
    {
        if (destination.Length != Length)
            throw new ArgumentException($"An image has {Length} floats, and there is room for {destination.Length}.", nameof(destination));
        AugmentedView? augmented = view.IsPlain ? null : AugmentedView.Of(view, content.Hash, Resize);
        using DecodedImage image = Open(content, augmented is null ? PlainShortSide : augmented.ShortSideNeeded);
        if (augmented is not null)
        {
            augmented.Render(image, Background, destination);
            return;
        }

        ResampleWindow window = ResampleWindow.CentreCrop(Resize, image.FullSize.Width, image.FullSize.Height);
        Resampler.Resample(image, window, Background, destination);
    }

    /// <summary>Decodes an image, not resized yet; to fewer pixels where that is cheap, but no fewer than needed.</summary>
    /// <param name="content">The image.</param>
    /// <param name="shortSide">The short side needed, in pixels, for the width and height of the upright image.</param>
    /// <exception cref="BadImageException">The image cannot be used.</exception>
    public DecodedImage Open(ImageContent content, Func<int, int, int> shortSide) => content.Pixels is { } pixels
        ? Wrap(pixels)
        : ImageDecoder.Decode(content.Name, content.Encoded, Limits, shortSide);

    private int PlainShortSide(int width, int height) => Resize.ShortSide;

    // MLImage multiplies colours by alpha when it decodes, so its pixels are taken that way.
    private DecodedImage Wrap(PixelImageSource source)
    {
        PixelSize.ThrowIfTooLarge(source.Name, source.Width, source.Height, Limits);
        return DecodedImage.Over(source.Pixels, source.Width, source.Height, source.Format == MLPixelFormat.Bgra32, AlphaMeaning.Premultiplied);
    }
}
