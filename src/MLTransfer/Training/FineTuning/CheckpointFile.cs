using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using MLTransfer.Data;

namespace MLTransfer.Training.FineTuning;

/// <summary>
/// Keeps a <see cref="Checkpoint"/> in a file: magic, length of the header, the header as JSON, the arrays (float32, little-endian), and the
/// CRC-32C of all of it. A process that is killed leaves this file or the one before; after a power cut the checksum tells.
/// </summary>
internal static class CheckpointFile
{
    private const int PrefixSize = 12;
    private const int ChecksumSize = sizeof(uint);
    private const int SliceLength = 1 << 18;

    private static ReadOnlySpan<byte> Magic => "MLTCKPT1"u8;

    /// <summary>Replaces the file.</summary>
    /// <param name="path">The file; its folder is made where there is none.</param>
    /// <param name="key">A hash of all that decides the run.</param>
    /// <param name="checkpoint">What is kept.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, string key, Checkpoint checkpoint) => AtomicFile.Write(
        path,
        file =>
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
        },
        flush: false);

    /// <summary>
    /// The checkpoint in the file; null where there is none of this run: no file, one that is damaged or cannot be read, or one of another run.
    /// Also removes what a killed process left half-written beside it.
    /// </summary>
    public static Checkpoint? Read(string path, string key)
    {
        try
        {
            RemoveLeftovers(path);
            if (!File.Exists(path))
                return null;
            using FileStream file = File.OpenRead(path);
            return Read(file, key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static Checkpoint? Read(FileStream file, string key)
    {
        var prefix = new byte[PrefixSize];
        uint checksum = Take(prefix, 0);
        int headerLength = BinaryPrimitives.ReadInt32LittleEndian(prefix.AsSpan(Magic.Length));
        // Nothing is believed that would not fit into the file, so damage does not cost memory.
        long rest = file.Length - PrefixSize - ChecksumSize;
        if (!prefix.AsSpan().StartsWith(Magic) || headerLength < 0 || headerLength > rest)
            return null;
        var json = new byte[headerLength];
        checksum = Take(json, checksum);
        if (JsonSerializer.Deserialize<CheckpointHeader>(json) is not { } header || header.Key != key || header.ArrayBytes != rest - headerLength)
            return null;

        float[][] arrays = [.. header.Lengths.Select(n => new float[n])];
        foreach (float[] values in arrays)
        {
            foreach (Range slice in Slices(values))
                checksum = Take(MemoryMarshal.AsBytes(values.AsSpan(slice)), checksum);
        }

        Take(prefix.AsSpan(0, ChecksumSize), 0);
        return BinaryPrimitives.ReadUInt32LittleEndian(prefix) == checksum
            ? new(header.Epoch, header.Names.Zip(arrays).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal), header.Scalars)
            : null;

        uint Take(Span<byte> bytes, uint before)
        {
            file.ReadExactly(bytes);
            return Crc32C.Of(bytes, before);
        }
    }

    private static IEnumerable<Range> Slices(float[] values)
    {
        for (int start = 0; start < values.Length; start += SliceLength)
            yield return start..Math.Min(values.Length, start + SliceLength);
    }

    /// <summary>Removes the temporary files of <see cref="AtomicFile"/> that no process has open.</summary>
    private static void RemoveLeftovers(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
            return;
        foreach (string leftover in Directory.EnumerateFiles(folder, $"{Path.GetFileName(path)}.*.tmp"))
        {
            try
            {
                new FileStream(leftover, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another process is writing it.
            }
        }
    }
}
