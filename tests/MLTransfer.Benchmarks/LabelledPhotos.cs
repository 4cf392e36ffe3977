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
    {
        Photo[] found = [.. ml.Data.CreateEnumerable<Photo>(ml.Data.LoadImageFolder(folder), reuseRowObject: false)];
        IEnumerable<Photo> chosen = count < found.Length
            ? Enumerable.Range(0, count).Select(i => found[(int)((long)i * found.Length / count)])
            : found;
        return ml.Data.LoadFromEnumerable(chosen.ToList());
    }

    private sealed class Photo
    {
        public string ImagePath { get; set; } = "";

        public string Label { get; set; } = "";

        public string Split { get; set; } = "";
    }
}
