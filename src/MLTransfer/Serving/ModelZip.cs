using System.Buffers.Binary;
using System.IO.Compression;

namespace MLTransfer.Serving;

/// <summary>Takes the network out of ML.NET's .zip. What the file says of sizes is not believed.</summary>
internal static class ModelZip
{
    // What ML.NET calls the entry in which an ONNX transformer keeps its network: its length (int32), then its bytes.
    private const string OnnxEntry = "OnnxModel";

    // Weights hardly compress. A file of a few MB that unpacks to many times as much is made to fill the memory.
    private const long AlwaysUnpacked = 16 << 20;
    private const long LargestRatio = 100;

    /// <exception cref="ModelFileException">There is no network in it, or more than one; or it is damaged.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static ArraySegment<byte> ReadNetwork(Stream file, string path)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        ZipArchiveEntry[] entries = [.. zip.Entries.Where(e => e.Name == OnnxEntry)];
        if (entries is not [var entry])
        {
            string found = entries.Length == 0 ? "no ONNX network" : "several ONNX networks";
            throw new ModelFileException(path, $"this .zip holds no classifier that MLTransfer saved: it has {found}.");
        }

        if (entry.Length > AlwaysUnpacked && entry.Length / LargestRatio > entry.CompressedLength)
        {
            throw new ModelFileException(
                path, $"its network would unpack to {entry.Length:N0} bytes from {entry.CompressedLength:N0}, which no real network does.");
        }

        if (entry.Length is <= sizeof(int) or > int.MaxValue)
            throw Damaged();

        using Stream content = entry.Open();
        var bytes = new byte[entry.Length];
        content.ReadExactly(bytes);
        if (BinaryPrimitives.ReadInt32LittleEndian(bytes) != bytes.Length - sizeof(int) || Crc32.Of(bytes) != entry.Crc32)
            throw Damaged();
        return new ArraySegment<byte>(bytes)[sizeof(int)..];

        ModelFileException Damaged() => new(path, "this .zip is damaged.");
    }
}
