using MLTransfer.Imaging;

namespace MLTransfer;

/// <content>Where the pixels of a view come from.</content>
public sealed partial class ImageAugmentation
{
    private const float LargestShear = 60;

    /// <summary>Mirrors left and right (torchvision's RandomHorizontalFlip).</summary>
    /// <param name="probability">How often, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public ImageAugmentation FlipHorizontally(float probability = .5f) =>
        new(Settings with { FlipHorizontally = Within(probability, 0, 1, nameof(probability)) });

    /// <summary>
    /// Mirrors top and bottom (torchvision's RandomVerticalFlip): for photos that have no up and down, as from above or a microscope.
    /// </summary>
    /// <param name="probability">How often, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public ImageAugmentation FlipVertically(float probability = .5f) =>
        new(Settings with { FlipVertically = Within(probability, 0, 1, nameof(probability)) });

    /// <summary>
    /// Cuts a random rectangle out of the whole photo and resizes it to the size of the crop, in the place of the centre crop: torchvision's
    /// RandomResizedCrop, after Szegedy et al., "Going Deeper with Convolutions", 2014. Where ten rectangles did not fit into the photo, as in a very
    /// long one, the largest centred one is taken.
    /// </summary>
    /// <param name="minimumScale">
    /// The least share of the photo's area, .001 to 1. Networks trained from nothing use .08; with a small set and a pretrained network, such
    /// small pieces often miss the object.
    /// </param>
    /// <param name="maximumScale">The greatest share of the photo's area, from <paramref name="minimumScale"/> to 1.</param>
    /// <param name="maximumStretch">How many times more one axis may be stretched than the other, 1 to 4; 4/3 is torchvision's.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public ImageAugmentation RandomResizedCrop(float minimumScale = .35f, float maximumScale = 1, float maximumStretch = 4 / 3f) =>
        new(Settings with
        {
            Crop = new CropRange(
                Within(minimumScale, .001f, 1, nameof(minimumScale)),
                Within(maximumScale, minimumScale, 1, nameof(maximumScale)),
                Within(maximumStretch, 1, 4, nameof(maximumStretch))),
        });

    /// <summary>Turns about the centre (torchvision's RandomRotation).</summary>
    /// <param name="degrees">The largest angle either way, 0 to 180 degrees.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public ImageAugmentation Rotate(float degrees) => new(Settings with { RotationDegrees = Within(degrees, 0, 180, nameof(degrees)) });

    /// <summary>Moves along both axes, each by its own distance (Keras' RandomTranslation, torchvision's RandomAffine).</summary>
    /// <param name="fraction">The largest distance either way, as a share of the view's width or height, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public ImageAugmentation Shift(float fraction) => new(Settings with { Shift = Within(fraction, 0, 1, nameof(fraction)) });

    /// <summary>Shows more or less of the photo, both axes alike (Keras' RandomZoom).</summary>
    /// <param name="fraction">
    /// 0 to 0.9: the sides of the part that is seen become 1 - <paramref name="fraction"/> to 1 + <paramref name="fraction"/> times as long.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public ImageAugmentation Zoom(float fraction) => new(Settings with { Zoom = Within(fraction, 0, .9f, nameof(fraction)) });

    /// <summary>Slants the vertical lines (the horizontal shear of torchvision's RandomAffine).</summary>
    /// <param name="degrees">The largest angle either way, 0 to 60 degrees.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public ImageAugmentation Shear(float degrees) => new(Settings with { ShearDegrees = Within(degrees, 0, LargestShear, nameof(degrees)) });
}
