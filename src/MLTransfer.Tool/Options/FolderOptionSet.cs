namespace MLTransfer.Tool.Options;

/// <summary>What is taken from a folder: <see cref="ImageFolderOptions"/> by their names.</summary>
internal static class FolderOptionSet
{
    public static OptionSet<ImageFolderOptions> Create() => new OptionSet<ImageFolderOptions>()
        .Add<bool>(
            "--recursive", null, "whether folders below a class folder belong to the class (default: true)",
            (o, v) => o with { Recursive = v })
        .Add<bool>("--include-hidden", null, "whether hidden files and folders are taken (default: false)", (o, v) => o with { IncludeHidden = v });
}
