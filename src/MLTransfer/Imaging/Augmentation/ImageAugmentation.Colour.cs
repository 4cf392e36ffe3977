using MLTransfer.Imaging;

namespace MLTransfer;

/// <content>What becomes of the pixels of a view. Values stay within 0 to 255.</content>
public sealed partial class ImageAugmentation
{
    private const float HueShare = .25f;

    /// <summary>Multiplies by a factor of 1 - <paramref name="fraction"/> to 1 + <paramref name="fraction"/> (torchvision's ColorJitter).</summary>
    /// <param name="fraction">0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public ImageAugmentation Brightness(float fraction) => new(Settings with { Brightness = Within(fraction, 0, 1, nameof(fraction)) });

    /// <summary>
    /// Multiplies the distance from the view's mean grey by a factor of 1 - <paramref name="fraction"/> to 1 + <paramref name="fraction"/>
    /// (torchvision's ColorJitter).
    /// </summary>
    /// <param name="fraction">0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public ImageAugmentation Contrast(float fraction) => new(Settings with { Contrast = Within(fraction, 0, 1, nameof(fraction)) });

    /// <summary>
    /// Multiplies the distance from each pixel's own grey by a factor of 1 - <paramref name="fraction"/> to 1 + <paramref name="fraction"/>
    /// (torchvision's ColorJitter).
    /// </summary>
    /// <param name="fraction">0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public ImageAugmentation Saturation(float fraction) => new(Settings with { Saturation = Within(fraction, 0, 1, nameof(fraction)) });

    /// <summary>Turns the hue, as in HSV (torchvision's ColorJitter).</summary>
    /// <param name="fraction">The largest turn either way, as a share of the full circle, 0 to 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public ImageAugmentation Hue(float fraction) => new(Settings with { Hue = Within(fraction, 0, .5f, nameof(fraction)) });

    /// <summary>
    /// <see cref="Brightness"/>, <see cref="Contrast"/> and <see cref="Saturation"/> of <paramref name="strength"/>, and <see cref="Hue"/> of a
    /// quarter of it: the proportions of Chen et al., "A Simple Framework for Contrastive Learning of Visual Representations", 2020.
    /// </summary>
    /// <param name="strength">0 to 1; .1 to .4 is usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public ImageAugmentation ColorJitter(float strength)
    {
        Within(strength, 0, 1, nameof(strength));
        return Brightness(strength).Contrast(strength).Saturation(strength).Hue(strength * HueShare);
    }

    /// <summary>Takes the colour away (torchvision's RandomGrayscale): all channels become .299 R + .587 G + .114 B.</summary>
    /// <param name="probability">How often, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public ImageAugmentation Grayscale(float probability = .1f) =>
        new(Settings with { Grayscale = Within(probability, 0, 1, nameof(probability)) });

    /// <summary>Blurs with a Gaussian (torchvision's GaussianBlur under RandomApply).</summary>
    /// <param name="maximumSigma">The greatest standard deviation, 0.1 to 50 pixels of the view; the least is 0.1.</param>
    /// <param name="probability">How often, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public ImageAugmentation Blur(float maximumSigma = 2, float probability = .5f)
    {
        var range = new BlurRange(
            Within(maximumSigma, BlurRange.MinimumSigma, 50, nameof(maximumSigma)), Within(probability, 0, 1, nameof(probability)));
        return new(Settings with { Blur = probability == 0 ? null : range });
    }

    /// <summary>
    /// Covers a random rectangle, its sides at most 3.3 times as long as each other, with the view's mean colour: Zhong et al., "Random Erasing Data
    /// Augmentation", 2017, with the areas of torchvision's RandomErasing. Where ten rectangles did not fit, nothing is covered.
    /// </summary>
    /// <param name="probability">How often, 0 to 1.</param>
    /// <param name="minimumArea">The least share of the view's area, 0 to 1.</param>
    /// <param name="maximumArea">The greatest share of the view's area, from <paramref name="minimumArea"/> to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public ImageAugmentation Erase(float probability = .5f, float minimumArea = .02f, float maximumArea = .33f)
    {
        var range = new EraseRange(
            Within(probability, 0, 1, nameof(probability)),
            Within(minimumArea, 0, 1, nameof(minimumArea)),
            Within(maximumArea, minimumArea, 1, nameof(maximumArea)));
        return new(Settings with { Erase = probability == 0 ? null : range });
    }
}
