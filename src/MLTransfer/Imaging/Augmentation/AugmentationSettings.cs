namespace MLTransfer.Imaging;

/// <summary>
/// How much of everything an augmentation does; 0 and null are not at all. Ranges and units are those of <see cref="ImageAugmentation"/>.
/// </summary>
internal sealed record AugmentationSettings
{
    public float FlipHorizontally { get; init; }

    public float FlipVertically { get; init; }

    public CropRange? Crop { get; init; }

    public float RotationDegrees { get; init; }

    public float Shift { get; init; }

    public float Zoom { get; init; }

    public float ShearDegrees { get; init; }

    public float Brightness { get; init; }

    public float Contrast { get; init; }

    public float Saturation { get; init; }

    public float Hue { get; init; }

    public float Grayscale { get; init; }

    public BlurRange? Blur { get; init; }

    public EraseRange? Erase { get; init; }
}

/// <summary>What a random resized crop is drawn from.</summary>
internal sealed record CropRange(float MinimumScale, float MaximumScale, float MaximumStretch);

/// <summary>What a blur is drawn from.</summary>
internal sealed record BlurRange(float MaximumSigma, float Probability)
{
    public const float MinimumSigma = .1f;
}

/// <summary>What a rectangle to be covered is drawn from.</summary>
internal sealed record EraseRange(float Probability, float MinimumArea, float MaximumArea);
