namespace MLTransfer.Benchmarks;

/// <summary>Finds photos.</summary>
internal static class JpegFiles
{
    /// <summary>All JPEG files in a folder and those below it, sorted.</summary>
    public static string[] In(string folder)
        => [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsJpeg).Order(StringComparer.Ordinal)];

    private static bool IsJpeg(string path) => Path.GetExtension(path).ToUpperInvariant() is ".JPG" or ".JPEG";
}
