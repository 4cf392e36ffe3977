using System.Buffers.Binary;

namespace MLTransfer.Benchmarks.Scale;

/// <summary>
/// Any number of different files from a few photos. Links to them would be the same images, which are computed once: so each file is a JPEG with a
/// comment of its own, which changes its content and no pixel.
/// </summary>
internal static class ManyPhotos
{
    private const int MostOriginals = 64;

    /// <summary>Writes them, in folders of classes.</summary>
    /// <param name="source">The folder with the photos, JPEG files in folders of classes.</param>
    /// <param name="target">The folder that receives the files.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="IOException">There are no photos, or there is no space.</exception>
    public static void Write(string source, string target, int count)
    {
        string[] found = [.. Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path).ToUpperInvariant() is ".JPG" or ".JPEG").Order(StringComparer.Ordinal)];
        if (found.Length == 0)
            throw new IOException($"There are no JPEG files in {source}.");
        // Evenly over the sorted files, so that there is more than one class.
        int originals = Math.Min(MostOriginals, found.Length);
        string[] chosen = [.. Enumerable.Range(0, originals).Select(i => found[(int)((long)i * found.Length / originals)])];
        (string Class, byte[] Bytes)[] photos = [.. chosen.Select(path => (Path.GetFileName(Path.GetDirectoryName(path))!, File.ReadAllBytes(path)))];
        foreach ((string name, _) in photos)
            Directory.CreateDirectory(Path.Combine(target, name));
        for (int i = 0; i < count; i++)
        {
            (string name, byte[] bytes) = photos[i % photos.Length];
            WriteWithComment(Path.Combine(target, name, $"{i:D7}.jpg"), bytes, i);
        }
    }

    private static void WriteWithComment(string path, ReadOnlySpan<byte> jpeg, int comment)
    {
        // The start of the image, then a segment: the marker of a comment, and its length, which counts itself.
        Span<byte> head = [0xFF, 0xD8, 0xFF, 0xFE, 0, 6, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(head[6..], comment);
        using FileStream file = File.Create(path);
        file.Write(head);
        file.Write(jpeg[2..]);
    }
}
