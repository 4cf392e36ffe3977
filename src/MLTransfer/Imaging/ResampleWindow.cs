namespace MLTransfer.Imaging;

/// <summary>
/// The part of one axis that is resampled: output pixel <c>i</c> of <paramref name="Count"/> covers the input from
/// <c>Start + i * Scale</c> to <c>Start + (i + 1) * Scale</c>, in input pixels.
/// </summary>
internal readonly record struct ResampleAxis(double Start, double Scale, int Count)
{
    /// <summary>The same part of an axis of <paramref name="length"/> input pixels, seen from its other end.</summary>
    public ResampleAxis Mirrored(double length) => this with { Start = length - Start - (Count * Scale) };

    /// <summary>The same part of an axis that has <paramref name="ratio"/> times as many input pixels.</summary>
    public ResampleAxis Times(double ratio) => this with { Start = Start * ratio, Scale = Scale * ratio };
}

/// <summary>The part of an upright image that is resampled, and to how many pixels.</summary>
internal readonly record struct ResampleWindow(ResampleAxis X, ResampleAxis Y)
{
    /// <summary>The centre crop of a resize of the short side. Rounds as torchvision's Resize and CenterCrop do.</summary>
    public static ResampleWindow CentreCrop(ResizePolicy policy, int width, int height)
    {
        int shortSide = Math.Min(width, height);
        return new(Axis(width, policy.CropWidth), Axis(height, policy.CropHeight));

        ResampleAxis Axis(int length, int crop)
        {
            long resized = (long)policy.ShortSide * length / shortSide;
            double scale = (double)length / resized;
            return new(ResizePolicy.CropOffset(resized, crop) * scale, scale, crop);
        }
    }
}
