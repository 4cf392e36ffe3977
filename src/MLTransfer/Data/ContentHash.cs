using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MLTransfer.Data;

/// <summary>The SHA-256 of an image's content: equal for byte-identical images, whatever their names.</summary>
internal readonly record struct ContentHash
{
    /// <summary>The length of a hash in bytes.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    private readonly ulong _a, _b, _c, _d;

    private ContentHash(ReadOnlySpan<byte> bytes)
    {
        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>The hash of some content.</summary>
    public static ContentHash Of(ReadOnlySpan<byte> content)
    {
        Span<byte> bytes = stackalloc byte[Length];
        SHA256.HashData(content, bytes);
        return new(bytes);
    }

    /// <summary>The hash of decoded pixels: of their size, format and values.</summary>
    public static ContentHash Of(PixelImageSource source)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ReadOnlySpan<int> header = [source.Width, source.Height, (int)source.Format];
        hash.AppendData("pixels"u8);
        hash.AppendData(MemoryMarshal.AsBytes(header));
        hash.AppendData(source.Pixels.AsSpan(0, 4 * source.Width * source.Height));
        Span<byte> bytes = stackalloc byte[Length];
        hash.GetHashAndReset(bytes);
        return new(bytes);
    }

    /// <summary>A hash that was computed before, from its <see cref="Length"/> bytes.</summary>
    public static ContentHash FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == Length
        ? new(bytes)
        : throw new ArgumentException($"A content hash has {Length} bytes, not {bytes.Length}.", nameof(bytes));

    /// <summary>Writes the <see cref="Length"/> bytes of the hash.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _d);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
    }

    /// <inheritdoc/>
    public bool Equals(ContentHash other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <inheritdoc/>
    public override int GetHashCode() => (int)_a; // every bit of a SHA-256 is as good as any other

    /// <summary>The hash in lower-case hexadecimal, 64 digits.</summary>
    public override string ToString() => $"{_a:x16}{_b:x16}{_c:x16}{_d:x16}";
}
