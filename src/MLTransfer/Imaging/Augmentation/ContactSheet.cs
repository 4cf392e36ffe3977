using System.Globalization;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace MLTransfer.Imaging;

/// <summary>Pictures of one size, in rows and columns on white.</summary>
internal sealed class ContactSheet
{
    public const int LargestViewCount = 255;

    /// <summary>The white between pictures and around them, in pixels.</summary>
    public const int Gap = 4;

    private const long MostPixels = 100_000_000;

    private readonly int _columns;
    private readonly int _width;
    private readonly int _height;
    private readonly SKImageInfo _info;
    private readonly byte[] _pixels;

    /// <exception cref="ArgumentException">The sheet would be too large.</exception>
    public ContactSheet(int count, int width, int height)
    {
        (_width, _height) = (width, height);
        _columns = (int)Math.Ceiling(Math.Sqrt(count));
        int rows = (count + _columns - 1) / _columns;
        _info = new SKImageInfo(
            Gap + (_columns * (width + Gap)), Gap + (rows * (height + Gap)), SKColorType.Bgra8888, SKAlphaType.Opaque);
        if ((long)_info.Width * _info.Height > MostPixels)
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"{count} pictures of {width} x {height} pixels do not go on a contact sheet of {MostPixels:N0} pixels: ask for fewer views."));
        _pixels = new byte[_info.BytesSize];
        _pixels.AsSpan().Fill(byte.MaxValue);
    }

    /// <summary>Puts a picture, red, green and blue planes of 0 to 255, in its place.</summary>
    public void Place(int index, ReadOnlySpan<float> planes)
    {
        byte[] picture = PixelBytes.ToBgra(planes);
        int left = Gap + (index % _columns * (_width + Gap)), top = Gap + (index / _columns * (_height + Gap));
        for (int y = 0; y < _height; y++)
            picture.AsSpan(y * 4 * _width, 4 * _width).CopyTo(_pixels.AsSpan((((top + y) * _info.Width) + left) * 4));
    }

    public void WritePng(Stream stream)
    {
        GCHandle pinned = GCHandle.Alloc(_pixels, GCHandleType.Pinned);
        try
        {
            using var pixmap = new SKPixmap(_info, pinned.AddrOfPinnedObject());
            using SKData png = pixmap.Encode(SKEncodedImageFormat.Png, 100);
            png.SaveTo(stream);
        }
        finally
        {
            pinned.Free();
        }
    }
}
