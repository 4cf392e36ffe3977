using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace MLTransfer.Tests.Backbones.Keras;

/// <summary>An array of numpy, its values as double in row-major order.</summary>
internal sealed record NumpyArray(int[] Shape, double[] Values)
{
    public float[] Floats => [.. Values.Select(v => (float)v)];
}

/// <summary>Reads the arrays of a .npz file: a .zip of .npy files (numpy's format, version 1.0).</summary>
internal static partial class NpzFile
{
    public static IReadOnlyDictionary<string, NumpyArray> Read(string path)
    {
        using ZipArchive zip = ZipFile.OpenRead(path);
        return zip.Entries.ToDictionary(e => e.FullName[..^".npy".Length], Read);
    }

    private static NumpyArray Read(ZipArchiveEntry entry)
    {
        var bytes = new byte[entry.Length];
        using (Stream stream = entry.Open())
            stream.ReadExactly(bytes);
        int start = 10 + BitConverter.ToUInt16(bytes, 8);
        string header = Encoding.ASCII.GetString(bytes, 10, start - 10);
        int[] shape = [.. Numbers().Matches(ShapeOf().Match(header).Groups[1].Value).Select(m => int.Parse(m.Value))];
        ReadOnlySpan<byte> values = bytes.AsSpan(start);
        return new NumpyArray(shape, TypeOf().Match(header).Groups[1].Value switch
        {
            "|u1" => [.. values.ToArray().Select(v => (double)v)],
            "<i4" => [.. MemoryMarshal.Cast<byte, int>(values).ToArray().Select(v => (double)v)],
            "<f4" => [.. MemoryMarshal.Cast<byte, float>(values).ToArray().Select(v => (double)v)],
            "<f8" => MemoryMarshal.Cast<byte, double>(values).ToArray(),
            var type => throw new NotSupportedException(type),
        });
    }

    [GeneratedRegex(@"'shape': \(([^)]*)\)")]
    private static partial Regex ShapeOf();

    [GeneratedRegex("'descr': '([^']*)'")]
    private static partial Regex TypeOf();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}
