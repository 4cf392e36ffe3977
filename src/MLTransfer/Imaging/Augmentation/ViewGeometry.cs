namespace MLTransfer.Imaging;

/// <summary>Where the pixels of a view come from: a window of the photo, a move within it, and flips at the end.</summary>
internal readonly record struct ViewGeometry(ResampleWindow Window, AffineMove Move, bool MirrorX, bool MirrorY)
{
    private const int Attempts = 10;

    /// <param name="settings">What is drawn from.</param>
    /// <param name="seed">The random numbers.</param>
    /// <param name="resize">The size of the view, and its window where there is no random crop.</param>
    /// <param name="width">The width of the upright photo.</param>
    /// <param name="height">The height of the upright photo.</param>
    public static ViewGeometry Draw(AugmentationSettings settings, ViewSeed seed, ResizePolicy resize, int width, int height) => new(
        settings.Crop is { } crop
            ? DrawCrop(crop, seed.For(Imaging.Draw.Crop), resize, width, height)
            : ResampleWindow.CentreCrop(resize, width, height),
        AffineMove.Draw(settings, seed, resize.CropWidth, resize.CropHeight),
        seed.For(Imaging.Draw.FlipHorizontally).Happens(settings.FlipHorizontally),
        seed.For(Imaging.Draw.FlipVertically).Happens(settings.FlipVertically));

    /// <summary>The short side that a photo has to be decoded to, so that the view gets a pixel of its own for each of its pixels.</summary>
    public int ShortSideNeeded(int width, int height)
    {
        double scale = Move.Zoom * Math.Min(Window.X.Scale, Window.Y.Scale);
        return (int)Math.Clamp(Math.Round(Math.Min(width, height) / scale), 1, int.MaxValue / 2);
    }

    private static ResampleWindow DrawCrop(CropRange range, ViewRandom random, ResizePolicy resize, int width, int height)
    {
        double area = (double)width * height, aspect = (double)resize.CropWidth / resize.CropHeight;
        for (int i = 0; i < Attempts; i++)
        {
            double share = random.Between(range.MinimumScale, range.MaximumScale);
            double ratio = aspect * random.BetweenInProportion(1 / range.MaximumStretch, range.MaximumStretch);
            double w = Math.Sqrt(share * area * ratio), h = Math.Sqrt(share * area / ratio);
            if (w <= width && h <= height)
                return Cut(random.Between(0, width - w), random.Between(0, height - h), w, h);
        }

        double nearest = Math.Clamp((double)width / height, aspect / range.MaximumStretch, aspect * range.MaximumStretch);
        double widest = Math.Min(width, height * nearest), highest = Math.Min(height, width / nearest);
        return Cut((width - widest) / 2, (height - highest) / 2, widest, highest);

        ResampleWindow Cut(double x, double y, double w, double h) => new(
            new ResampleAxis(x, w / resize.CropWidth, resize.CropWidth), new ResampleAxis(y, h / resize.CropHeight, resize.CropHeight));
    }
}
