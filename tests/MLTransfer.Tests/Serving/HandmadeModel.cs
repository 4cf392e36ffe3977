using System.Buffers.Binary;
using System.IO.Compression;
using Google.Protobuf;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Serving;

/// <summary>Writes model files that this library would not write.</summary>
internal static class HandmadeModel
{
    /// <summary>A saved ONNX file after a change.</summary>
    public static byte[] Changed(string onnxFile, Action<ModelProto> change)
    {
        ModelProto network = NetworkFile.Parse(File.ReadAllBytes(onnxFile), onnxFile);
        change(network);
        return network.ToByteArray();
    }

    /// <summary>Sets a value of the metadata; null removes it.</summary>
    public static void SetMetadata(ModelProto network, string key, string? value)
    {
        foreach (StringStringEntryProto old in network.MetadataProps.Where(p => p.Key == key).ToArray())
            network.MetadataProps.Remove(old);
        if (value is not null)
            network.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
    }

    /// <summary>A .zip like ML.NET's with a network in it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="statedLength">The length that the entry gives the network.</param>
    public static byte[] Zip(ReadOnlySpan<byte> network, int? statedLength = null)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = zip.CreateEntry("TransformerChain/OnnxModel").Open();
            Span<byte> length = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(length, statedLength ?? network.Length);
            entry.Write(length);
            entry.Write(network);
        }

        return bytes.ToArray();
    }

    /// <summary>A .zip with a network of so many zeros, which take about a thousandth of that in the file.</summary>
    public static byte[] Bomb(int length)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = zip.CreateEntry("OnnxModel").Open();
            entry.Write(BitConverter.GetBytes(length));
            var zeros = new byte[1 << 20];
            for (int left = length; left > 0; left -= zeros.Length)
                entry.Write(zeros, 0, Math.Min(left, zeros.Length));
        }

        return bytes.ToArray();
    }

    /// <summary>A .zip whose directory states another unpacked length for its only entry.</summary>
    public static byte[] WithUnpackedLength(byte[] zip, uint length)
    {
        byte[] changed = [.. zip];
        // https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.12: the length is at 24 in the central directory header.
        int header = changed.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(header + 24), length);
        return changed;
    }

    /// <summary>Labels as the metadata hold them.</summary>
    public static string Json(params string[] labels) => System.Text.Json.JsonSerializer.Serialize(labels);
}
