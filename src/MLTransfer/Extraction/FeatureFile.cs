using System.Buffers;
using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MLTransfer.Data;

namespace MLTransfer.Extraction;

/// <summary>
/// One file of a <see cref="FeatureCache"/>: a header (magic, version, number format, number of features, checksum; 16 bytes), then entries of
/// equal size: the image's hash (32 bytes), its features (float32 or float16), and a CRC-32C over both. All little-endian.
/// </summary>
/// <remarks>Written and read by position, not mapped: a mapped file that another process shortens would kill this one.</remarks>
internal sealed class FeatureFile : IDisposable
{
    public const string Extension = ".features";

    private const int HeaderSize = 16;
    private const int FormatPosition = 5;
    private const int ChecksumSize = 4;
    private static readonly byte[] Magic = "MLTF\x01\0\0\0"u8.ToArray();

    private readonly SafeFileHandle _handle;
    private readonly Precision _precision;

    private FeatureFile(SafeFileHandle handle, int length, Precision precision)
    {
        _handle = handle;
        _precision = precision;
        EntrySize = EntrySizeOf(length, precision);
    }

    /// <summary>The number of whole entries.</summary>
    public long Count { get; private set; }

    private int EntrySize { get; }

    /// <summary>The number of bytes that one entry takes.</summary>
    public static int EntrySizeOf(int length, Precision precision)
        => checked(ContentHash.Length + length * (precision == Precision.Float16 ? 2 : sizeof(float)) + ChecksumSize);

    public static FeatureFile Create(string path, int length, Precision precision)
    {
        SafeFileHandle handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            RandomAccess.Write(handle, Header(length, precision), 0);
            return new FeatureFile(handle, length, precision);
        }
        catch
        {
            handle.Dispose();
            // Without a header nobody could go on with it.
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Opens a file to read, or to append to as well; null where it is damaged, of another kind, or not to be opened.</summary>
    public static FeatureFile? TryOpen(string path, int length, Precision precision, FileAccess access = FileAccess.Read)
    {
        SafeFileHandle? handle = null;
        try
        {
            // There is one writer at a time, and any number of readers.
            FileShare share = access == FileAccess.Read ? FileShare.ReadWrite | FileShare.Delete : FileShare.Read;
            handle = File.OpenHandle(path, FileMode.Open, access, share);
            Span<byte> header = stackalloc byte[HeaderSize];
            if (RandomAccess.Read(handle, header, 0) == HeaderSize && header.SequenceEqual(Header(length, precision)))
            {
                var file = new FeatureFile(handle, length, precision);
                // A torn last entry is not counted; the next one overwrites it.
                file.Count = (RandomAccess.GetLength(handle) - HeaderSize) / file.EntrySize;
                return file;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whatever the reason, what it held will be computed again.
        }

        handle?.Dispose();
        return null;
    }

    /// <summary>The hash of the image that an entry belongs to; not yet checked.</summary>
    public ContentHash HashAt(long index)
    {
        Span<byte> hash = stackalloc byte[ContentHash.Length];
        RandomAccess.Read(_handle, hash, Position(index));
        return ContentHash.FromBytes(hash);
    }

    /// <summary>Reads an entry; false where it is damaged or not of that image, or the file has been closed.</summary>
    /// <param name="index">The entry.</param>
    /// <param name="hash">The image.</param>
    /// <param name="features">Receives its features; empty to check the entry only.</param>
    public bool TryRead(long index, ContentHash hash, Span<float> features)
    {
        byte[] entry = ArrayPool<byte>.Shared.Rent(EntrySize);
        try
        {
            Span<byte> bytes = entry.AsSpan(0, EntrySize);
            if (RandomAccess.Read(_handle, bytes, Position(index)) != EntrySize)
                return false;
            int checkedSize = EntrySize - ChecksumSize;
            if (Crc32C.Of(bytes[..checkedSize]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[checkedSize..])
                || ContentHash.FromBytes(bytes[..ContentHash.Length]) != hash)
                return false;
            if (!features.IsEmpty)
                FromBytes(bytes[ContentHash.Length..checkedSize], features);
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(entry);
        }
    }

    /// <summary>Adds an entry in one write and returns its index. Not thread-safe.</summary>
    public long Append(ContentHash hash, ReadOnlySpan<float> features)
    {
        byte[] entry = ArrayPool<byte>.Shared.Rent(EntrySize);
        try
        {
            Span<byte> bytes = entry.AsSpan(0, EntrySize);
            int checkedSize = EntrySize - ChecksumSize;
            hash.CopyTo(bytes);
            ToBytes(features, bytes[ContentHash.Length..checkedSize]);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[checkedSize..], Crc32C.Of(bytes[..checkedSize]));
            RandomAccess.Write(_handle, bytes, Position(Count));
            return Count++;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(entry);
        }
    }

    public void Dispose() => _handle.Dispose();

    private long Position(long index) => HeaderSize + index * EntrySize;

    private void FromBytes(ReadOnlySpan<byte> bytes, Span<float> features)
    {
        if (_precision == Precision.Float16)
            TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), features);
        else
            MemoryMarshal.Cast<byte, float>(bytes).CopyTo(features);
    }

    private void ToBytes(ReadOnlySpan<float> features, Span<byte> bytes)
    {
        if (_precision == Precision.Float16)
            TensorPrimitives.ConvertToHalf(features, MemoryMarshal.Cast<byte, Half>(bytes));
        else
            MemoryMarshal.AsBytes(features).CopyTo(bytes);
    }

    private static byte[] Header(int length, Precision precision)
    {
        var header = new byte[HeaderSize];
        Magic.CopyTo(header, 0);
        header[FormatPosition] = (byte)(precision == Precision.Float16 ? 1 : 0);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), Crc32C.Of(header.AsSpan(0, 12)));
        return header;
    }
}
