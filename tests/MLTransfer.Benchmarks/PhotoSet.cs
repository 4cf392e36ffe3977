using MLTransfer.Data;
using MLTransfer.Imaging;

namespace MLTransfer.Benchmarks;

/// <summary>The photos that every contestant works on, as files and as tensors.</summary>
internal sealed class PhotoSet
{
    private PhotoSet(string folder, string[] paths, int batchSize, float[][] batches)
        => (Folder, Paths, BatchSize, Batches) = (folder, paths, batchSize, batches);

    public string Folder { get; }

    public IReadOnlyList<string> Paths { get; }

    public int BatchSize { get; }

    /// <summary>The input of the network for every <see cref="BatchSize"/> paths; the last may have fewer.</summary>
    public IReadOnlyList<float[]> Batches { get; }

    /// <summary>Reads and decodes photos, so that their files are in the system's page cache and none of them stops a contestant.</summary>
    /// <exception cref="IOException">There are no JPEG files.</exception>
    public static PhotoSet Load(string? folder, int count, int batchSize, ResizePolicy resize)
    {
        folder = Path.GetFullPath(folder ?? OwnPictures());
        string[] found = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsJpeg).Order(StringComparer.Ordinal)];
        // Evenly over the sorted files, so that every class has its share.
        IEnumerable<string> chosen = count < found.Length
            ? Enumerable.Range(0, count).Select(i => found[(int)((long)i * found.Length / count)])
            : found;
        var pixels = new PixelPipeline(resize);
        (string Path, float[]? Tensor)[] photos = [.. chosen.AsParallel().AsOrdered().Select(path => (path, Decode(path, pixels)))];
        (string Path, float[]? Tensor)[] good = [.. photos.Where(p => p.Tensor is not null)];
        return good.Length > 0
            ? new PhotoSet(
                folder, [.. good.Select(p => p.Path)], batchSize, [.. good.Chunk(batchSize).Select(b => b.SelectMany(p => p.Tensor!).ToArray())])
            : throw new IOException($"There are no JPEG files that can be decoded in {folder}.");
    }

    private static bool IsJpeg(string path) => Path.GetExtension(path).ToUpperInvariant() is ".JPG" or ".JPEG";

    private static float[]? Decode(string path, PixelPipeline pixels)
    {
        try
        {
            var tensor = new float[pixels.Length];
            pixels.Decode(ImageContent.Read(new FileImageSource(path), pixels.Limits), tensor);
            return tensor;
        }
        catch (BadImageException e)
        {
            Console.Error.WriteLine($"Left out {e.Image}");
            return null;
        }
    }

    private static string OwnPictures()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "MLTransfer.sln")))
                return Path.Combine(folder, "assets", "pictures");
        throw new IOException("This program is not in the repository, whose pictures it uses by default: name a folder with --data.");
    }
}
