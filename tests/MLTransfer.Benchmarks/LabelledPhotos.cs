using Microsoft.ML;

namespace MLTransfer.Benchmarks;

/// <summary>Photos in class folders, or in train, validation and test folders of these.</summary>
internal static class LabelledPhotos
{
    /// <summary>Some of them, evenly over the sorted files, so that every class and part has its share.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="count">The most of them.</param>
    /// <exception cref="ImageFolderException">The folder holds none.</exception>
    public static IDataView Load(MLContext ml, string folder, int count)
        => ml.Data.LoadFromEnumerable(Choose(ml, folder, count).ToList());

    /// <summary>The same in one pool, whatever folders of train, validation and test photos they come from, to be split by chance.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="count">The most of them.</param>
    /// <exception cref="ImageFolderException">The folder holds none.</exception>
    public static IReadOnlyList<PooledPhoto> Pool(MLContext ml, string folder, int count)
        => [.. Choose(ml, folder, count).Select(p => new PooledPhoto { ImagePath = p.ImagePath, Label = p.Label })];

    private static IEnumerable<Photo> Choose(MLContext ml, string folder, int count)
        => EvenSample.Of([.. ml.Data.CreateEnumerable<Photo>(ml.Data.LoadImageFolder(folder), reuseRowObject: false)], count);

    private sealed class Photo : PooledPhoto
    {
        public string Split { get; set; } = "";
    }
}
