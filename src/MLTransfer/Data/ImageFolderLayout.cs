namespace MLTransfer.Data;

/// <summary>Finds out how a folder of images is laid out, with or without parts, and turns it into rows.</summary>
internal sealed class ImageFolderLayout
{
    private readonly ImageFolderScanner _scanner;
    private readonly Action<string> _warn;
    private readonly FolderNode _root;
    private readonly FolderContent _content;
    private readonly List<ImageFolderRow> _rows = [];

    private ImageFolderLayout(string folder, ImageFolderOptions options, Action<string> warn)
    {
        string path = RequireFolder(folder, "Name the folder that holds one folder per class.");
        (_scanner, _warn, _root) = (new ImageFolderScanner(options), warn, FolderNode.Root(path));
        _content = _scanner.Read(_root);
    }

    /// <summary>The images of a folder, sorted ordinally by part, label and path.</summary>
    /// <param name="folder">The folder, absolute or relative to the current one.</param>
    /// <param name="options">What to take.</param>
    /// <param name="warn">Receives what was found but is not in the rows.</param>
    /// <exception cref="ImageFolderException">The folder cannot be read or holds nothing usable.</exception>
    public static List<ImageFolderRow> Read(string folder, ImageFolderOptions options, Action<string> warn)
    {
        var layout = new ImageFolderLayout(folder, options, warn);
        layout.AddRows();
        return layout.Sorted();
    }

    /// <summary>The full path of a folder.</summary>
    /// <param name="folder">The folder, absolute or relative to the current one.</param>
    /// <param name="advice">What to name instead of a file.</param>
    /// <exception cref="ImageFolderException">It does not exist, or is a file.</exception>
    public static string RequireFolder(string folder, string advice)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(path))
            throw new ImageFolderException(path, $"'{path}' is a file, not a folder. {advice}");
        return Directory.Exists(path) ? path : throw new ImageFolderException(path, $"The folder '{path}' does not exist, or may not be seen.");
    }

    private void AddRows()
    {
        WarnOfStrays(_root, _content);
        Dictionary<ImagePart, FolderNode>? parts = FindParts();
        if (parts is null)
            AddClasses(_content.Folders, part: null);
        else
            AddParts(parts);
        if (_rows.Count == 0)
            throw NothingUsable();
        if (parts is not null)
            RequireTrainHasAllClasses();
    }

    private Dictionary<ImagePart, FolderNode>? FindParts()
    {
        var named = _content.Folders.Select(f => (Folder: f, Part: ImagePartNames.Parse(f.Name))).Where(x => x.Part is not null)
            .ToLookup(x => x.Part!.Value, x => x.Folder);
        if (!named.Contains(ImagePart.Train) || named.Count < 2)
            return null;
        foreach (IGrouping<ImagePart, FolderNode> same in named)
        {
            if (same.Count() > 1)
                throw new ImageFolderException(_root.Path, $"'{_root.Path}' has more than one folder for the {same.Key.ToText()} set: " +
                    $"{string.Join(", ", same.Select(f => $"'{f.Name}'").Order(StringComparer.Ordinal))}. Keep one of them.");
        }
        return named.ToDictionary(same => same.Key, same => same.Single());
    }

    private void AddParts(Dictionary<ImagePart, FolderNode> parts)
    {
        foreach ((ImagePart part, FolderNode folder) in parts)
        {
            FolderContent content = _scanner.Read(folder);
            WarnOfStrays(folder, content);
            int before = _rows.Count;
            AddClasses(content.Folders, part);
            if (_rows.Count == before)
                _warn($"'{folder.Path}' holds no image in a class folder: the {part.ToText()} set is empty.");
        }
        foreach (FolderNode beside in _content.Folders.Where(f => !parts.ContainsValue(f)))
        {
            if (_scanner.ReadImagesBelow(beside) is { Count: > 0 } images)
            {
                _warn($"{Quantity.Of(images.Count, "image")} below '{beside.Path}' left out: " +
                    "beside train, validation and test folders nothing is read.");
            }
        }
    }

    private void AddClasses(IReadOnlyList<FolderNode> classes, ImagePart? part)
    {
        string where = part is { } p ? $" in the {p.ToText()} set" : "";
        foreach (FolderNode folder in classes)
        {
            List<string> images = _scanner.ReadImagesBelow(folder);
            if (images.Count == 0)
                _warn($"The class folder '{folder.Path}' holds no images: there is no class '{folder.Name}'{where}.");
            foreach (string image in images)
                _rows.Add(new ImageFolderRow { ImagePath = image, Label = folder.Name, Split = part?.ToText() ?? "" });
        }
        if (part is null && classes.Count == 1 && _rows.Count > 0 && _scanner.Read(classes[0]) is { Images.Count: 0 } only)
            _warn($"'{classes[0].Name}' is the only class, and all its images lie in folders below it ({Names(only.Folders.Select(f => f.Path))}). " +
                $"If those are the classes, load '{classes[0].Path}'.");
    }

    private void WarnOfStrays(FolderNode folder, FolderContent content)
    {
        if (content.Images.Count > 0)
            _warn($"{Quantity.Of(content.Images.Count, "image")} directly in '{folder.Path}' left out ({Names(content.Images)}): " +
                "an image gets its label from the class folder that it lies in.");
        if (content.BrokenLinks.Count > 0)
            _warn($"Links in '{folder.Path}' that lead nowhere: {Names(content.BrokenLinks)}.");
    }

    private void RequireTrainHasAllClasses()
    {
        var trained = _rows.Where(r => r.Split == ImagePart.Train.ToText()).Select(r => r.Label).ToHashSet();
        ImageFolderRow? stranger = _rows.Where(r => !trained.Contains(r.Label)).MinBy(r => r.ImagePath, StringComparer.Ordinal);
        if (stranger is not null)
            throw new ImageFolderException(_root.Path, $"The {stranger.Split} set of '{_root.Path}' has a class '{stranger.Label}' " +
                $"('{stranger.ImagePath}') that the train set lacks, so that it cannot be learned: " +
                "add images of it to the train folder, or remove it.");
    }

    private ImageFolderException NothingUsable() => new(_root.Path,
        $"'{_root.Path}' holds no image in a class folder. " +
        $"Found in it: {Quantity.Of(_content.Folders.Count, "folder")} ({Names(_content.Folders.Select(f => f.Path))}), " +
        $"{Quantity.Of(_content.Images.Count, "image")}, {Quantity.Of(_content.OtherFiles, "other file")}. " +
        $"Expected: one folder per class, such as '{Path.Combine(_root.Path, "roses", "1.jpg")}', " +
        $"or train, validation and test folders of these, such as '{Path.Combine(_root.Path, "train", "roses", "1.jpg")}'.");

    /// <summary>The first few names of files or folders.</summary>
    private static string Names(IEnumerable<string> paths)
    {
        string[] names = [.. paths.Select(path => $"'{Path.GetFileName(path)}'").Order(StringComparer.Ordinal)];
        return names.Length == 0 ? "none" : string.Join(", ", names.Take(5)) + (names.Length > 5 ? ", ..." : "");
    }

    // With '/' in place of the platform's separator the order is the same on all of them.
    private List<ImageFolderRow> Sorted() => [.. _rows.OrderBy(r => r.Split, StringComparer.Ordinal)
        .ThenBy(r => r.Label, StringComparer.Ordinal)
        .ThenBy(r => r.ImagePath[_root.Path.Length..].Replace(Path.DirectorySeparatorChar, '/'), StringComparer.Ordinal)];
}
