using MLTransfer.Data;

namespace MLTransfer;

/// <summary>A folder of images whose classes are not known, or do not matter.</summary>
public static class ImageFolder
{
    /// <summary>
    /// The paths of the images in a folder and below it, sorted ordinally, chosen as <see cref="DataCatalogExtensions.LoadImageFolder"/> does: by
    /// their extension, without hidden ones and what archivers leave behind. Nothing is decoded.
    /// </summary>
    /// <param name="folder">The folder, absolute or relative to the current one.</param>
    /// <param name="options">What to take; null is the defaults of <see cref="ImageFolderOptions"/>.</param>
    /// <returns>Absolute paths; none where there are no images.</returns>
    /// <exception cref="ImageFolderException">The folder, or one below it, does not exist, is a file or may not be read.</exception>
    /// <exception cref="ArgumentException">The folder's name is empty.</exception>
    public static IReadOnlyList<string> ListImages(string folder, ImageFolderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        string path = ImageFolderLayout.RequireFolder(folder, "Name a folder that holds images.");
        List<string> images = new ImageFolderScanner(options ?? new ImageFolderOptions()).ReadImagesBelow(FolderNode.Root(path));
        images.Sort(StringComparer.Ordinal);
        return images.AsReadOnly();
    }
}
