using Microsoft.ML.Data;

namespace MLTransfer.Data;

/// <summary>Where the content of one image comes from. Nothing is read until it is asked for.</summary>
/// <param name="Name">What to call the image in messages: its path, or a description where there is none.</param>
internal abstract record ImageSource(string Name);

/// <summary>An image in a file.</summary>
/// <param name="Path">The file, absolute or relative to the current folder.</param>
internal sealed record FileImageSource(string Path) : ImageSource(Path);

/// <summary>An encoded image (JPEG, PNG, ...) in memory.</summary>
internal sealed record EncodedImageSource(ReadOnlyMemory<byte> Bytes, string Name) : ImageSource(Name);

/// <summary>Decoded pixels, four bytes each, row by row without padding; upright, as nothing says otherwise.</summary>
internal sealed record PixelImageSource(byte[] Pixels, int Width, int Height, MLPixelFormat Format, string Name) : ImageSource(Name);

/// <summary>An image that came in memory and was given up to save it, as what is computed from it is kept.</summary>
internal sealed record ReleasedImageSource(string Name) : ImageSource(Name);
