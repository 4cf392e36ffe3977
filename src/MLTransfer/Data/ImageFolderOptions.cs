namespace MLTransfer;

/// <summary>What <see cref="DataCatalogExtensions.LoadImageFolder"/> takes from a folder.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>
    /// The file name extensions of images, with their dot; case does not matter. Files with any other are passed over.
    /// Default: JPEG, PNG, BMP, WebP and GIF, and also the formats that cannot be decoded (HEIC, AVIF, TIFF, SVG, JPEG 2000,
    /// camera raw files, ...), so that such a photo is reported as a bad image later on and not silently missing.
    /// </summary>
    public IReadOnlyList<string> Extensions { get; init; } = Data.ImageFileNames.Extensions;

    /// <summary>Whether the folders below a class folder belong to that class; otherwise they are passed over. Default: true.</summary>
    public bool Recursive { get; init; } = true;

    /// <summary>
    /// Whether hidden files and folders (a leading dot, or the attribute Hidden or System) are taken. What archivers and file
    /// servers leave behind (<c>__MACOSX</c>, <c>._photo.jpg</c>, <c>@eaDir</c>) is never taken. Default: false.
    /// </summary>
    public bool IncludeHidden { get; init; }
}
