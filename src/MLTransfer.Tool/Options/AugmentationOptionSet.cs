namespace MLTransfer.Tool.Options;

/// <summary>How versions of training images are made: the methods of <see cref="ImageAugmentation"/> by their names.</summary>
internal static class AugmentationOptionSet
{
    public static OptionSet<ImageAugmentation> Create() => new OptionSet<ImageAugmentation>()
        // First, so that the others change it.
        .Add<bool>(
            "--augment", null, "trains on augmented versions too: flipped, cropped, with other colours; the options that follow change or replace it",
            (a, v) => v ? ImageAugmentation.Default : a)
        .Add<float>("--flip-horizontally", "P", "mirrors with this probability", (a, v) => a.FlipHorizontally(v))
        .Add<float>("--flip-vertically", "P", "turns upside down with this probability", (a, v) => a.FlipVertically(v))
        .Add<float>("--random-resized-crop", "X", "shows a part of at least this share of the area", (a, v) => a.RandomResizedCrop(v))
        .Add<float>("--rotate", "DEGREES", "rotates by up to so many degrees", (a, v) => a.Rotate(v))
        .Add<float>("--shift", "X", "moves by up to this share of a side", (a, v) => a.Shift(v))
        .Add<float>("--zoom", "X", "zooms by up to this share", (a, v) => a.Zoom(v))
        .Add<float>("--shear", "DEGREES", "shears by up to so many degrees", (a, v) => a.Shear(v))
        .Add<float>("--color-jitter", "X", "changes brightness, contrast, saturation and hue by up to this strength", (a, v) => a.ColorJitter(v))
        .Add<float>("--brightness", "X", "changes brightness by up to this share", (a, v) => a.Brightness(v))
        .Add<float>("--contrast", "X", "changes contrast by up to this share", (a, v) => a.Contrast(v))
        .Add<float>("--saturation", "X", "changes saturation by up to this share", (a, v) => a.Saturation(v))
        .Add<float>("--hue", "X", "turns hues by up to this share of the circle", (a, v) => a.Hue(v))
        .Add<float>("--grayscale", "P", "takes colours away with this probability", (a, v) => a.Grayscale(v))
        .Add<float>("--blur", "SIGMA", "blurs half of the versions by up to so many pixels", (a, v) => a.Blur(v))
        .Add<float>("--erase", "P", "erases a rectangle with this probability", (a, v) => a.Erase(v));
}
