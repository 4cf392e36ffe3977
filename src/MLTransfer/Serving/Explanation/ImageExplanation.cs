using MLTransfer.Data;
using MLTransfer.Imaging;
using MLTransfer.Imaging.HeatMaps;
using SkiaSharp;

namespace MLTransfer;

/// <summary>Where in a photo a classifier sees what speaks for a class.</summary>
public sealed class ImageExplanation
{
    private const int DefaultLongSide = 1024;
    private const int LargestLongSide = 16_384;
    private const int ThumbnailQuality = 80;
    private readonly ImageSource _source;
    private readonly PixelPipeline _pixels;

    internal ImageExplanation(ImageSource source, PixelPipeline pixels) => (_source, _pixels) = (source, pixels);

    /// <summary>The path of the image, or a description where it did not come from a file.</summary>
    public string Path => _source.Name;

    /// <summary>The class that is explained: the most probable one where none was asked for.</summary>
    public string Label { get; internal init; } = "";

    /// <summary>Its probability, 0 to 1.</summary>
    public float Probability { get; internal init; }

    /// <summary>How the values were found.</summary>
    public ExplanationMethod Method { get; internal init; }

    /// <summary>The number of columns of <see cref="Values"/>: 7 for most networks of 224 x 224 pixels.</summary>
    public int Width { get; internal init; }

    /// <summary>The number of rows of <see cref="Values"/>.</summary>
    public int Height { get; internal init; }

    /// <summary>
    /// What each place adds to the logit of the class, row by row from the top left of what the network saw: above 0 it speaks for the class, below
    /// 0 against it, without bounds. Their mean is the whole contribution: with <see cref="ExplanationMethod.ClassActivation"/>, the logit without
    /// its bias; with <see cref="ExplanationMethod.GradCam"/>, roughly so.
    /// </summary>
    public IReadOnlyList<float> Values { get; internal init; } = [];

    /// <summary>
    /// Draws the map over the whole photo, upright, as a PNG: from dark violet (a little) to light yellow (the most of this photo). What speaks against
    /// the class, and what the network did not see, stays as it is. The photo is read again. A photo longer than 1,024 pixels becomes that long.
    /// </summary>
    /// <param name="path">The file to be written; one that exists is replaced.</param>
    /// <exception cref="BadImageException">The photo can no longer be used.</exception>
    /// <exception cref="IOException">The file cannot be written; an existing one is left as it was.</exception>
    public void WritePng(string path) => WritePng(path, DefaultLongSide);

    /// <summary>Draws the map as <see cref="WritePng(string)"/> does, in another size.</summary>
    /// <param name="path">The file to be written; one that exists is replaced.</param>
    /// <param name="longSide">The most pixels of the picture's long side, 1 to 16,384; a smaller photo keeps its size.</param>
    /// <exception cref="BadImageException">The photo can no longer be used.</exception>
    /// <exception cref="IOException">The file cannot be written; an existing one is left as it was.</exception>
    public void WritePng(string path, int longSide)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        HeatMapPicture picture = Draw(longSide);
        AtomicFile.Write(path, file => picture.Write(file, SKEncodedImageFormat.Png, quality: 100));
    }

    /// <summary>Draws the map as <see cref="WritePng(string)"/> does.</summary>
    /// <param name="stream">Receives the PNG; it stays open.</param>
    /// <exception cref="BadImageException">The photo can no longer be used.</exception>
    public void WritePng(Stream stream) => WritePng(stream, DefaultLongSide);

    /// <summary>Draws the map as <see cref="WritePng(string)"/> does, in another size.</summary>
    /// <param name="stream">Receives the PNG; it stays open.</param>
    /// <param name="longSide">The most pixels of the picture's long side, 1 to 16,384; a smaller photo keeps its size.</param>
    /// <exception cref="BadImageException">The photo can no longer be used.</exception>
    public void WritePng(Stream stream, int longSide)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Draw(longSide).Write(stream, SKEncodedImageFormat.Png, quality: 100);
    }

    /// <summary>Path, label, probability and method.</summary>
    public override string ToString()
        => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Path}: {Label} ({Probability:p1}), {Method} {Width} x {Height}");

    /// <summary>The same as a small JPEG, for a page of many.</summary>
    internal byte[] DrawThumbnail(int longSide)
    {
        using var bytes = new MemoryStream();
        Draw(longSide).Write(bytes, SKEncodedImageFormat.Jpeg, ThumbnailQuality);
        return bytes.ToArray();
    }

    private HeatMapPicture Draw(int longSide)
    {
        Bounds.Require(longSide is >= 1 and <= LargestLongSide, longSide, $"from 1 to {LargestLongSide}");
        using var content = ImageContent.Read(_source, _pixels.Limits);
        return HeatMapPicture.Draw(_pixels, content, new HeatMap(Width, Height, Values, _pixels.Resize), longSide);
    }
}
