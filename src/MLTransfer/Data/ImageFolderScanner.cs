namespace MLTransfer.Data;

/// <summary>What one folder holds, hidden things left out.</summary>
/// <param name="Folders">The folders in it, through links too.</param>
/// <param name="Images">The paths of the files whose extension says image.</param>
/// <param name="OtherFiles">How many other files there are.</param>
/// <param name="BrokenLinks">Links without an image's extension that lead nowhere: perhaps to a class folder once.</param>
internal sealed record FolderContent(
    IReadOnlyList<FolderNode> Folders, IReadOnlyList<string> Images, int OtherFiles, IReadOnlyList<string> BrokenLinks);

/// <summary>Walks folders of images: follows links, breaks loops, passes over what is hidden.</summary>
internal sealed class ImageFolderScanner(ImageFolderOptions options)
{
    // Hidden entries are judged here and not by the enumeration, and a folder that may not be read is an error, not an empty one.
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly HashSet<string> _extensions = new(options.Extensions, StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ImageFolderException">The folder cannot be read.</exception>
    public FolderContent Read(FolderNode folder)
    {
        var folders = new List<FolderNode>();
        var images = new List<string>();
        var brokenLinks = new List<string>();
        int others = 0;
        foreach (FileSystemInfo entry in Entries(folder.Path))
        {
            if (ImageFileNames.IsLitter(entry.Name) || (!options.IncludeHidden && ImageFileNames.IsHidden(entry)))
                continue;
            if (entry is DirectoryInfo)
            {
                if (folder.Child(entry) is { } child)
                    folders.Add(child);
            }
            else if (_extensions.Contains(entry.Extension))
                images.Add(entry.FullName);
            else if (IsBrokenLink(entry))
                brokenLinks.Add(entry.FullName);
            else
                others++;
        }
        return new FolderContent(folders, images, others, brokenLinks);
    }

    /// <summary>The images in a folder and, unless the options say otherwise, in all folders below it.</summary>
    public List<string> ReadImagesBelow(FolderNode folder)
    {
        var images = new List<string>();
        var pending = new Stack<FolderNode>([folder]);
        while (pending.TryPop(out FolderNode? next))
        {
            FolderContent content = Read(next);
            images.AddRange(content.Images);
            if (!options.Recursive)
                break;
            foreach (FolderNode child in content.Folders)
                pending.Push(child);
        }
        return images;
    }

    private static bool IsBrokenLink(FileSystemInfo entry)
    {
        try
        {
            bool isLink = (entry.Attributes & FileAttributes.ReparsePoint) != 0;
            return isLink && entry.ResolveLinkTarget(returnFinalTarget: true) is { Exists: false };
        }
        catch (IOException)
        {
            // A link to itself.
            return true;
        }
    }

    private static FileSystemInfo[] Entries(string path)
    {
        try
        {
            return new DirectoryInfo(path).GetFileSystemInfos("*", Everything);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageFolderException(path, $"The folder '{path}' cannot be read: {e.Message}", e);
        }
    }
}
