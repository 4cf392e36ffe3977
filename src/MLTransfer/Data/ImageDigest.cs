using System.Security.Cryptography;

namespace MLTransfer.Data;

/// <summary>Tells images with the same bytes by digests (SHA-256, so that equal digests mean equal images).</summary>
internal static class ImageDigest
{
    private const int TailLength = 4096;

    /// <summary>The digest of an image in memory; null where it is empty.</summary>
    public static string? Digest(ImageSource image) => image switch
    {
        EncodedImageSource { Bytes.IsEmpty: true } => null,
        EncodedImageSource encoded => ContentHash.Of(encoded.Bytes.Span).ToString(),
        PixelImageSource pixels => ContentHash.Of(pixels).ToString(),
        _ => throw new ArgumentException($"{image.GetType().Name} is not in memory.", nameof(image)),
    };

    /// <summary>
    /// One path for each content: the ordinally first of those with the same bytes. Missing, unreadable and empty files have none.
    /// </summary>
    /// <remarks>
    /// Reads as little as it can: the length of every file, the end of those that share a length (photos differ there, while many
    /// begin alike), and all of only those whose ends are equal, too.
    /// </remarks>
    public static Dictionary<string, string> FirstPaths(IReadOnlyCollection<string> paths)
    {
        string[] distinct = [.. paths.Distinct(StringComparer.Ordinal)];
        List<List<string>> byLength = Divide([distinct], Length);
        var firsts = byLength.SelectMany(same => same).ToDictionary(path => path, StringComparer.Ordinal);
        List<List<string>> byEnd = Divide(byLength.Where(same => same.Count > 1), Tail);
        foreach (List<string> same in Divide(byEnd.Where(same => same.Count > 1), Whole))
        {
            string first = same.Min(StringComparer.Ordinal)!;
            same.ForEach(path => firsts[path] = first);
        }
        return firsts;
    }

    /// <summary>The digest of the end of a file; null where it is missing, unreadable or empty.</summary>
    public static ContentHash? OfTail(string path)
    {
        try
        {
            return Length(path) is null ? null : Tail(path);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return null;
        }
    }

    private static bool IsUnreadable(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    /// <summary>Divides groups further by a key, computed in parallel; a file that cannot be read drops out.</summary>
    private static List<List<string>> Divide<TKey>(IEnumerable<IReadOnlyList<string>> groups, Func<string, TKey?> key)
        where TKey : struct
    {
        (int Group, string Path)[] members = [.. groups.SelectMany((group, i) => group.Select(path => (i, path)))];
        var keys = new TKey?[members.Length];
        Parallel.For(0, members.Length, i =>
        {
            try
            {
                keys[i] = key(members[i].Path);
            }
            catch (Exception e) when (IsUnreadable(e))
            {
                keys[i] = null;
            }
        });
        return [.. Enumerable.Range(0, members.Length).Where(i => keys[i] is not null)
            .GroupBy(i => (members[i].Group, keys[i]), i => members[i].Path).Select(same => same.ToList())];
    }

    /// <summary>Null where nothing is to be read: also for pipes and devices, which would block.</summary>
    private static long? Length(string path)
    {
        var file = new FileInfo(path);
        // The length of a link is not that of the file behind it.
        if (file.Exists && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
            file = target;
        return file is { Exists: true, Length: > 0 and long length } ? length : null;
    }

    private static ContentHash? Tail(string path)
    {
        using FileStream file = Open(path);
        file.Seek(-Math.Min(file.Length, TailLength), SeekOrigin.End);
        return HashOf(file);
    }

    private static ContentHash? Whole(string path)
    {
        using FileStream file = Open(path);
        return HashOf(file);
    }

    private static ContentHash HashOf(FileStream file)
    {
        Span<byte> hash = stackalloc byte[ContentHash.Length];
        SHA256.HashData(file, hash);
        return ContentHash.FromBytes(hash);
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16);
}
