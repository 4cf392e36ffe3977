using SkiaSharp;

namespace MLTransfer.Benchmarks.Serving;

/// <summary>A JPEG of 500 x 375 pixels, the size of many photos in data sets.</summary>
internal static class OnePhoto
{
    private const int Width = 500;
    private const int Height = 375;
    private const int Quality = 90;

    /// <summary>The first of some photos that has that size; where none has, the first of them brought to it.</summary>
    /// <param name="photos">The photos.</param>
    /// <param name="folder">Where a photo that has to be made goes.</param>
    /// <returns>The file, and what it is.</returns>
    public static (string Path, string Description) Choose(IReadOnlyList<string> photos, string folder)
    {
        if (photos.FirstOrDefault(HasSize) is { } found)
            return (found, $"{Path.GetFileName(found)}, {new FileInfo(found).Length:N0} bytes");
        using SKBitmap original = SKBitmap.Decode(photos[0]);
        using SKBitmap resized = original.Resize(new SKImageInfo(Width, Height), SKFilterQuality.High);
        using SKData jpeg = resized.Encode(SKEncodedImageFormat.Jpeg, Quality);
        string path = Path.Combine(folder, "photo.jpg");
        File.WriteAllBytes(path, jpeg.ToArray());
        return (path, $"{Path.GetFileName(photos[0])} resized to {Width} x {Height} (JPEG quality {Quality}), {jpeg.Size:N0} bytes");
    }

    private static bool HasSize(string path)
    {
        using var codec = SKCodec.Create(path);
        return codec?.Info is { Width: Width, Height: Height };
    }
}
