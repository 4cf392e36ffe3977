using MLTransfer.Data;

namespace MLTransfer.Imaging;

/// <summary>Makes one view of one image. The same values make the same view, whenever and wherever.</summary>
/// <param name="Settings">What is drawn from.</param>
/// <param name="Seed">The random numbers.</param>
/// <param name="Resize">The size of the view, and its window where there is no random crop.</param>
internal sealed record AugmentedView(AugmentationSettings Settings, ViewSeed Seed, ResizePolicy Resize)
{
    private const int Attempts = 10;
    private const double LongestErased = 3.3;

    private static readonly ColourChange[] ColourChanges =
    [
        new(s => s.Brightness, Draw.Brightness, (planes, amount) => ViewColours.Brighten(planes, 1 + amount)),
        new(s => s.Contrast, Draw.Contrast, (planes, amount) => ViewColours.ScaleContrast(planes, 1 + amount)),
        new(s => s.Saturation, Draw.Saturation, (planes, amount) => ViewColours.Saturate(planes, 1 + amount)),
        new(s => s.Hue, Draw.Hue, ViewColours.TurnHue),
    ];

    public static AugmentedView Of(ImageView view, ContentHash content, ResizePolicy resize) =>
        new(view.Augmentation!.Settings, new ViewSeed(content, view.Seed, view.Number), resize);

    /// <summary>The short side that an upright photo of this size has to be decoded to.</summary>
    public int ShortSideNeeded(int width, int height) =>
        ViewGeometry.Draw(Settings, Seed, Resize, width, height).ShortSideNeeded(width, height);

    /// <summary>Writes the view as <c>[3, CropHeight, CropWidth]</c>.</summary>
    public void Render(DecodedImage image, Rgb background, Span<float> planes)
    {
        ViewGeometry geometry = ViewGeometry.Draw(Settings, Seed, Resize, image.FullSize.Width, image.FullSize.Height);
        ViewSampler.Sample(image, geometry, background, planes);
        ChangeColours(planes);
        if (Seed.For(Draw.Grayscale).Happens(Settings.Grayscale))
            ViewColours.Saturate(planes, 0);
        if (Settings.Blur is { } blur)
            Blur(planes, blur, Seed.For(Draw.Blur));
        if (Settings.Erase is { } erase)
            Erase(planes, erase, Seed.For(Draw.Erase));
    }

    private void ChangeColours(Span<float> planes)
    {
        ViewRandom order = Seed.For(Draw.ColourOrder);
        ColourChange[] changes = [.. ColourChanges];
        for (int left = changes.Length; left > 0; left--)
        {
            int next = order.Below(left);
            (ColourChange change, changes[next]) = (changes[next], changes[left - 1]);
            if (change.Most(Settings) is float most and > 0)
                change.Apply(planes, (float)Seed.For(change.Draw).Around(most));
        }
    }

    private void Blur(Span<float> planes, BlurRange range, ViewRandom random)
    {
        if (random.Happens(range.Probability))
            ViewBlur.Blur(planes, Resize.CropWidth, Resize.CropHeight, random.Between(BlurRange.MinimumSigma, range.MaximumSigma));
    }

    private void Erase(Span<float> planes, EraseRange range, ViewRandom random)
    {
        if (!random.Happens(range.Probability))
            return;
        int width = Resize.CropWidth, height = Resize.CropHeight;
        for (int i = 0; i < Attempts; i++)
        {
            double area = (double)width * height * random.Between(range.MinimumArea, range.MaximumArea);
            double ratio = random.BetweenInProportion(1 / LongestErased, LongestErased);
            int w = (int)Math.Round(Math.Sqrt(area * ratio)), h = (int)Math.Round(Math.Sqrt(area / ratio));
            if (w > width || h > height)
                continue;
            Cover(planes, random.Below(width - w + 1), random.Below(height - h + 1), w, h);
            return;
        }
    }

    private void Cover(Span<float> planes, int left, int top, int width, int height)
    {
        int plane = Resize.CropWidth * Resize.CropHeight;
        for (int i = 0; i < planes.Length; i += plane)
        {
            float mean = ViewColours.Mean(planes.Slice(i, plane));
            for (int y = top; y < top + height; y++)
                planes.Slice(i + (y * Resize.CropWidth) + left, width).Fill(mean);
        }
    }

    /// <summary>One of the changes whose order is drawn.</summary>
    /// <param name="Most">The largest amount either way.</param>
    /// <param name="Draw">Whose random number the amount is.</param>
    /// <param name="Apply">Changes planes by an amount.</param>
    private sealed record ColourChange(Func<AugmentationSettings, float> Most, Draw Draw, Action<Span<float>, float> Apply);
}
