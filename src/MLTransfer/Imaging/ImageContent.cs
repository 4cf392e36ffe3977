using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security;
using Microsoft.ML.Data;
using MLTransfer.Data;

namespace MLTransfer.Imaging;

/// <summary>
/// What an <see cref="ImageSource"/> holds, in memory: encoded bytes or decoded pixels. The bytes of a file lie in a buffer that
/// <see cref="Dispose"/> gives to the next one; whoever does not dispose leaves it to the garbage collector.
/// </summary>
internal sealed class ImageContent : IDisposable
{
    // Larger files are rare and would stay in the pool for good.
    private const int LargestPooled = 16 << 20;

    private StrongBox<ContentHash>? _hash;
    private byte[]? _rented;

    private ImageContent(string name, ReadOnlyMemory<byte> encoded, PixelImageSource? pixels) =>
        (Name, Encoded, Pixels) = (name, encoded, pixels);

    /// <summary>What to call the image in messages.</summary>
    public string Name { get; }

    /// <summary>The encoded image; empty where <see cref="Pixels"/> is not null.</summary>
    public ReadOnlyMemory<byte> Encoded { get; private set; }

    /// <summary>The image, where it came decoded.</summary>
    public PixelImageSource? Pixels { get; }

    /// <summary>The hash of the encoded bytes; of decoded pixels, the hash of their size, format and values. Computed when first asked for.</summary>
    // Boxed, as a reference is written at once and 32 bytes are not.
    public ContentHash Hash => (_hash ??= new(Pixels is null ? ContentHash.Of(Encoded.Span) : ContentHash.Of(Pixels))).Value;

    /// <summary>Brings an image into memory.</summary>
    /// <exception cref="BadImageException">It cannot be read, has no bytes, has too many, or its pixels are not as many as it says.</exception>
    public static ImageContent Read(ImageSource source, ImageLimits limits) => source switch
    {
        FileImageSource file => ReadFile(file, limits),
        EncodedImageSource memory => new(memory.Name, CheckLength(memory, limits), null),
        PixelImageSource pixels => new(pixels.Name, default, CheckSize(pixels, limits)),
        ReleasedImageSource => throw BadImageException.For(
            source.Name, BadImageKind.Unreadable, "what was kept of it is damaged, and it is not a file that could be read again: start again"),
        _ => throw new ArgumentException($"An image cannot be read from a {source.GetType().Name}.", nameof(source)),
    };

    public void Dispose()
    {
        if (_rented is null)
            return;
        Encoded = default;
        ArrayPool<byte>.Shared.Return(_rented);
        _rented = null;
    }

    private static ImageContent ReadFile(FileImageSource file, ImageLimits limits)
    {
        try
        {
            FileSystemInfo info = new FileInfo(file.Path);
            if (!info.Exists && Directory.Exists(file.Path))
                throw BadImageException.For(file.Name, BadImageKind.Unreadable, "this is a folder, not a file");
            if (info.Exists && info.Attributes.HasFlag(FileAttributes.ReparsePoint))
                info = info.ResolveLinkTarget(returnFinalTarget: true) ?? info;
            // Pipes, sockets and devices have no length, and to open a pipe would wait for its writer: so they are never opened.
            if (((FileInfo)info).Length == 0)
                throw BadImageException.For(file.Name, BadImageKind.Empty, "the file is empty, or not a regular file");

            using var handle = File.OpenHandle(file.Path, options: FileOptions.SequentialScan);
            // The file may grow or shrink while it is read: this length bounds the buffer and the read.
            long length = RandomAccess.GetLength(handle);
            ThrowIfTooLong(file.Name, length, limits);
            bool pools = length <= LargestPooled;
            byte[] bytes = pools ? ArrayPool<byte>.Shared.Rent((int)length) : GC.AllocateUninitializedArray<byte>((int)length);
            int read = 0;
            while (read < length && RandomAccess.Read(handle, bytes.AsSpan(read, (int)length - read), read) is int more and > 0)
                read += more;
            if (read == 0)
                throw BadImageException.For(file.Name, BadImageKind.Empty, "the file is empty");
            return new ImageContent(file.Name, bytes.AsMemory(0, read), null) { _rented = pools ? bytes : null };
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw BadImageException.For(file.Name, BadImageKind.Unreadable, "the file does not exist", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or SecurityException)
        {
            throw BadImageException.For(file.Name, BadImageKind.Unreadable, $"the file cannot be read: {e.Message}", e);
        }
    }

    private static ReadOnlyMemory<byte> CheckLength(EncodedImageSource source, ImageLimits limits)
    {
        if (source.Bytes.IsEmpty)
            throw BadImageException.For(source.Name, BadImageKind.Empty, "there are no bytes");
        ThrowIfTooLong(source.Name, source.Bytes.Length, limits);
        return source.Bytes;
    }

    private static void ThrowIfTooLong(string name, long length, ImageLimits limits)
    {
        if (length > limits.MaxBytes)
            throw BadImageException.For(name, BadImageKind.TooLarge,
                $"it has {length:N0} bytes, and {nameof(ImageLimits)}.{nameof(ImageLimits.MaxBytes)} is {limits.MaxBytes:N0}");
    }

    private static PixelImageSource CheckSize(PixelImageSource source, ImageLimits limits)
    {
        if (source.Format is not (MLPixelFormat.Bgra32 or MLPixelFormat.Rgba32))
            throw BadImageException.For(source.Name, BadImageKind.NotAnImage, $"its pixel format is {source.Format}; Bgra32 and Rgba32 can be used");
        if (source.Width <= 0 || source.Height <= 0)
            throw BadImageException.For(source.Name, BadImageKind.Empty, $"it has {source.Width} x {source.Height} pixels");
        PixelSize.ThrowIfTooLarge(source.Name, source.Width, source.Height, limits);
        if (source.Pixels.Length < 4L * source.Width * source.Height)
            throw BadImageException.For(source.Name, BadImageKind.Truncated,
                $"{source.Pixels.Length:N0} bytes cannot hold {source.Width} x {source.Height} pixels of 4 bytes");
        return source;
    }
}
