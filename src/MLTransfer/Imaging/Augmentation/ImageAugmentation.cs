using System.Globalization;
using MLTransfer.Data;
using MLTransfer.Imaging;

namespace MLTransfer;

/// <summary>
/// How varied versions ("views") of one image are made, so that a classifier learns what an object looks like rather than what one photo of it
/// looks like. Immutable: every method returns a new augmentation, and leaves the one it is called on as it is.
/// </summary>
/// <remarks>
/// <para>What is drawn at random depends on nothing but a seed, the content of the image and the number of the view: not on the order of the
/// images, the thread or the machine. View 0 is the image itself.</para>
/// <para>The order of calls plays no part, and a second call of a method replaces the first. A view is made in this order: the crop (the centre
/// crop of the <see cref="ResizePolicy"/>, or <see cref="RandomResizedCrop"/>); zoom, rotation, shear and shift, about its centre; flips; brightness,
/// contrast, saturation and hue in random order; grey; blur; erasing. All geometry is one resampling step from the full-size photo, so a view shows
/// as much detail as the photo has. Where a view reaches beyond the photo, it shows the photo mirrored at its edge.</para>
/// </remarks>
public sealed partial class ImageAugmentation : IEquatable<ImageAugmentation>
{
    // Changes whenever the same augmentation, seed, image and number would give another view.
    private const string AlgorithmVersion = "1";

    private ImageAugmentation(AugmentationSettings settings)
    {
        Settings = settings;
        Identity = $"{AlgorithmVersion}|{this}";
    }

    /// <summary>Nothing at all: the start of an augmentation of one's own. All its views are the image itself.</summary>
    public static ImageAugmentation None { get; } = new(new AugmentationSettings());

    /// <summary>
    /// What suits most sets of a few hundred to a few thousand photos: <c>None.FlipHorizontally().RandomResizedCrop().ColorJitter(.2f)</c>. Leave the
    /// flip out where left and right differ (text, road signs), and the hue where colour alone tells classes apart (<c>Default.Hue(0)</c>).
    /// </summary>
    public static ImageAugmentation Default { get; } = None.FlipHorizontally().RandomResizedCrop().ColorJitter(.2f);

    /// <summary>All that decides what a version looks like, beside seed, image and number.</summary>
    internal string Identity { get; }

    internal AugmentationSettings Settings { get; }

    /// <summary>Whether the other augmentation makes the same views.</summary>
    public bool Equals(ImageAugmentation? other) => other is not null && Settings == other.Settings;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ImageAugmentation);

    /// <inheritdoc/>
    public override int GetHashCode() => Settings.GetHashCode();

    /// <summary>The calls that make this augmentation from <see cref="None"/>, the same in every culture.</summary>
    public override string ToString()
    {
        var calls = new List<string>();
        Add(nameof(FlipHorizontally), Settings.FlipHorizontally);
        Add(nameof(FlipVertically), Settings.FlipVertically);
        if (Settings.Crop is { } crop)
            Add(nameof(RandomResizedCrop), crop.MinimumScale, crop.MaximumScale, crop.MaximumStretch);
        Add(nameof(Rotate), Settings.RotationDegrees);
        Add(nameof(Shift), Settings.Shift);
        Add(nameof(Zoom), Settings.Zoom);
        Add(nameof(Shear), Settings.ShearDegrees);
        Add(nameof(Brightness), Settings.Brightness);
        Add(nameof(Contrast), Settings.Contrast);
        Add(nameof(Saturation), Settings.Saturation);
        Add(nameof(Hue), Settings.Hue);
        Add(nameof(Grayscale), Settings.Grayscale);
        if (Settings.Blur is { } blur)
            Add(nameof(Blur), blur.MaximumSigma, blur.Probability);
        if (Settings.Erase is { } erase)
            Add(nameof(Erase), erase.Probability, erase.MinimumArea, erase.MaximumArea);
        return calls.Count == 0 ? nameof(None) : string.Join('.', calls);

        void Add(string method, params float[] values)
        {
            if (values[0] != 0)
                calls.Add($"{method}({string.Join(", ", values.Select(v => v.ToString(CultureInfo.InvariantCulture)))})");
        }
    }

    private static float Within(float value, float least, float most, string name)
    {
        // The comparison is false for NaN.
        Bounds.Require(value >= least && value <= most, value, string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}"), name);
        return value;
    }
}
