namespace MLTransfer.Data;

/// <summary>A folder on the way down from the root, with the way back up.</summary>
/// <param name="Path">The path as the user would write it, through links.</param>
/// <param name="RealPath">Where the folder really is.</param>
/// <param name="Parent">The folder that it lies in; null for the root.</param>
internal sealed record FolderNode(string Path, string RealPath, FolderNode? Parent)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public static FolderNode Root(string path) => new(path, Resolve(path), null);

    /// <summary>The folder below this one; null where it is this one again or one above it, so that going down would never end.</summary>
    public FolderNode? Child(FileSystemInfo entry)
    {
        bool isLink = (entry.Attributes & FileAttributes.ReparsePoint) != 0;
        string realPath = isLink ? Resolve(entry.FullName) : System.IO.Path.Combine(RealPath, entry.Name);
        for (FolderNode? above = this; above is not null; above = above.Parent)
        {
            if (above.RealPath == realPath)
                return null;
        }
        return new FolderNode(entry.FullName, realPath, this);
    }

    /// <summary>Follows the links in every component: a link's target may itself lie behind links.</summary>
    private static string Resolve(string path)
    {
        string root = System.IO.Path.GetPathRoot(path) ?? "";
        string resolved = root;
        const StringSplitOptions NotEmpty = StringSplitOptions.RemoveEmptyEntries;
        foreach (string name in path[root.Length..].Split(System.IO.Path.DirectorySeparatorChar, NotEmpty))
        {
            string next = System.IO.Path.Combine(resolved, name);
            FileSystemInfo? target = new DirectoryInfo(next).ResolveLinkTarget(returnFinalTarget: true);
            resolved = target is null ? next : Resolve(target.FullName);
        }
        return resolved;
    }
}
