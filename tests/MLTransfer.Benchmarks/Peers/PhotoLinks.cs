namespace MLTransfer.Benchmarks.Peers;

/// <summary>A folder of links to some photos of another, in the same subfolders, so that programs of any kind work on the same photos.</summary>
internal sealed class PhotoLinks : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mltransfer-photos-");

    /// <param name="root">The folder with the photos.</param>
    /// <param name="paths">Those that are linked.</param>
    /// <exception cref="IOException">The system refuses links.</exception>
    public PhotoLinks(string root, IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            string link = Path.Combine(Folder, Path.GetRelativePath(root, path));
            Directory.CreateDirectory(Path.GetDirectoryName(link)!);
            File.CreateSymbolicLink(link, Path.GetFullPath(path));
        }
    }

    public string Folder => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
