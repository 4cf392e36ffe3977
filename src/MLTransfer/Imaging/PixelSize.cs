namespace MLTransfer.Imaging;

/// <summary>The check of an image's size against the limits, made before anything of that size is allocated.</summary>
internal static class PixelSize
{
    public static void ThrowIfTooLarge(string name, int width, int height, ImageLimits limits)
    {
        if (Math.Max(width, height) > limits.MaxSide)
            throw BadImageException.For(name, BadImageKind.TooLarge,
                $"it has {width} x {height} pixels, and {nameof(ImageLimits)}.{nameof(ImageLimits.MaxSide)} is {limits.MaxSide:N0}");
        if ((long)width * height > limits.MaxPixels)
            throw BadImageException.For(name, BadImageKind.TooLarge,
                $"it has {width} x {height} pixels, and {nameof(ImageLimits)}.{nameof(ImageLimits.MaxPixels)} is {limits.MaxPixels:N0}");
    }
}
