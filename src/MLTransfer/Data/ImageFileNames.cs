namespace MLTransfer.Data;

/// <summary>What names say about files and folders.</summary>
internal static class ImageFileNames
{
    /// <summary>Decodable formats first, then those that users take for photos and that have to be reported.</summary>
    public static IReadOnlyList<string> Extensions { get; } = Array.AsReadOnly<string>(
    [
        ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".webp", ".gif",
        ".heic", ".heif", ".hif", ".avif", ".tif", ".tiff", ".jp2", ".j2k", ".jpf", ".jpx", ".jxl", ".svg", ".dib", ".ico", ".tga",
        ".ppm", ".pgm", ".pbm", ".psd", ".exr", ".hdr", ".dng", ".raw", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".rw2", ".raf",
    ]);

    private static readonly HashSet<string> Litter = new(StringComparer.OrdinalIgnoreCase)
    {
        "__MACOSX", "@eaDir", "$RECYCLE.BIN", "System Volume Information", "lost+found", "Thumbs.db", "ehthumbs.db", "desktop.ini",
    };

    /// <summary>Whether an archiver, a file server or the system left this behind: thumbnails in it are not the user's photos.</summary>
    public static bool IsLitter(string name) => Litter.Contains(name) || name.StartsWith("._", StringComparison.Ordinal);

    public static bool IsHidden(FileSystemInfo entry) =>
        entry.Name.StartsWith('.') || (entry.Attributes & (FileAttributes.Hidden | FileAttributes.System)) != 0;
}
