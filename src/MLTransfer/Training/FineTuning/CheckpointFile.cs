using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using MLTransfer.Data;

namespace MLTransfer.Training.FineTuning;

/// <summary>
/// Keeps the last two <see cref="Checkpoint"/>s in two files by turns: magic, length of the header, the header as JSON, the arrays (float32,
/// little-endian), and the CRC-32C of all of it. A process that is killed while it writes one leaves the other.
/// </summary>
/// <remarks>A file is written over, not replaced: the memory that holds it is there then, and a new file's is what takes the time.</remarks>
internal static class CheckpointFile
{
    private const int PrefixSize = 12;
    private const int ChecksumSize = sizeof(uint);
    private const int SliceLength = 1 << 18;

    private static ReadOnlySpan<byte> Magic => "MLTCKPT1"u8;

    /// <summary>Replaces the older one of the two.</summary>
    /// <param name="path">What the names of both files begin with; their folder is made where there is none.</param>
    /// <param name="key">A hash of all that decides the run.</param>
    /// <param name="checkpoint">What is kept.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, string key, Checkpoint checkpoint)
    {
        string name = NameOf(path, checkpoint.Epoch);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using var file = new FileStream(name, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            Write(file, key, checkpoint);
            file.SetLength(file.Position);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{name}: the file cannot be written: {e.Message}", e);
        }
    }

    /// <summary>
    /// The newer checkpoint of the two, or the other one where that is damaged; null where there is none of this run: no file, damaged ones, ones
    /// that cannot be read, or ones of another run.
    /// </summary>
    public static Checkpoint? Read(string path, string key) => NamesOf(path)
        .OrderByDescending(name => Open(name, file => ReadHeader(file, key)?.Header.Epoch) ?? -1)
        .Select(name => Open(name, file => Read(file, key)))
        .FirstOrDefault(checkpoint => checkpoint is not null);

    /// <summary>Removes both.</summary>
    /// <exception cref="IOException">They cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be removed.</exception>
    public static void Delete(string path)
    {
        foreach (string name in NamesOf(path).Where(File.Exists))
            File.Delete(name);
    }

    /// <summary>The file that an epoch's checkpoint is in.</summary>
    public static string NameOf(string path, int epoch) => $"{path}.{epoch % 2}";

    private static string[] NamesOf(string path) => [NameOf(path, 0), NameOf(path, 1)];

    private static void Write(FileStream file, string key, Checkpoint checkpoint)
    {
        KeyValuePair<string, float[]>[] arrays = [.. checkpoint.Arrays];
        byte[] header = JsonSerializer.SerializeToUtf8Bytes(new CheckpointHeader(
            key, checkpoint.Epoch, checkpoint.Scalars, [.. arrays.Select(a => a.Key)], [.. arrays.Select(a => a.Value.Length)]));
        var prefix = new byte[PrefixSize];
        Magic.CopyTo(prefix);
        BinaryPrimitives.WriteInt32LittleEndian(prefix.AsSpan(Magic.Length), header.Length);
        uint checksum = Put(header, Put(prefix, 0));
        foreach ((_, float[] values) in arrays)
        {
            foreach (Range slice in Slices(values))
                checksum = Put(MemoryMarshal.AsBytes(values.AsSpan(slice)), checksum);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(prefix, checksum);
        file.Write(prefix.AsSpan(0, ChecksumSize));

        uint Put(ReadOnlySpan<byte> bytes, uint before)
        {
            file.Write(bytes);
            return Crc32C.Of(bytes, before);
        }
    }

    private static T? Open<T>(string name, Func<FileStream, T?> read)
    {
        try
        {
            if (!File.Exists(name))
                return default;
            using FileStream file = File.OpenRead(name);
            return read(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return default;
        }
    }

    /// <summary>What stands before the arrays, with its checksum; null where it is not that of a checkpoint of this run.</summary>
    private static (CheckpointHeader Header, uint Checksum)? ReadHeader(FileStream file, string key)
    {
        var prefix = new byte[PrefixSize];
        uint checksum = Take(file, prefix, 0);
        int length = BinaryPrimitives.ReadInt32LittleEndian(prefix.AsSpan(Magic.Length));
        // Nothing is believed that would not fit into the file, so damage does not cost memory.
        long rest = file.Length - PrefixSize - ChecksumSize;
        if (!prefix.AsSpan().StartsWith(Magic) || length < 0 || length > rest)
            return null;
        var json = new byte[length];
        checksum = Take(file, json, checksum);
        return JsonSerializer.Deserialize<CheckpointHeader>(json) is { } header && header.Key == key && header.ArrayBytes == rest - length
            ? (header, checksum)
            : null;
    }

    private static Checkpoint? Read(FileStream file, string key)
    {
        if (ReadHeader(file, key) is not var (header, checksum))
            return null;
        float[][] arrays = [.. header.Lengths.Select(n => new float[n])];
        foreach (float[] values in arrays)
        {
            foreach (Range slice in Slices(values))
                checksum = Take(file, MemoryMarshal.AsBytes(values.AsSpan(slice)), checksum);
        }

        var written = new byte[ChecksumSize];
        file.ReadExactly(written);
        return BinaryPrimitives.ReadUInt32LittleEndian(written) == checksum
            ? new(header.Epoch, header.Names.Zip(arrays).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal), header.Scalars)
            : null;
    }

    private static uint Take(FileStream file, Span<byte> bytes, uint before)
    {
        file.ReadExactly(bytes);
        return Crc32C.Of(bytes, before);
    }

    private static IEnumerable<Range> Slices(float[] values)
    {
        for (int start = 0; start < values.Length; start += SliceLength)
            yield return start..Math.Min(values.Length, start + SliceLength);
    }
}
