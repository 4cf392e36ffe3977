using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Imaging;

namespace MLTransfer.Benchmarks;

/// <summary>The photos that every contestant works on, as files and as tensors.</summary>
internal sealed class PhotoSet
{
    private PhotoSet(string folder, string[] paths, TensorBatch[] batches) => (Folder, Paths, Batches) = (folder, paths, batches);

    public string Folder { get; }

    public IReadOnlyList<string> Paths { get; }

    /// <summary>The input of the network for all photos, divided as the library divides them.</summary>
    public IReadOnlyList<TensorBatch> Batches { get; }

    /// <summary>Reads and decodes photos, so that their files are in the system's page cache and none of them stops a contestant.</summary>
    /// <exception cref="IOException">There are no JPEG files.</exception>
    public static PhotoSet Load(string folder, int count, int threads, ResizePolicy resize)
    {
        var pixels = new PixelPipeline(resize);
        IEnumerable<string> chosen = EvenSample.Of(JpegFiles.In(folder), count);
        (string Path, float[]? Tensor)[] photos = [.. chosen.AsParallel().AsOrdered().Select(path => (path, Decode(path, pixels)))];
        (string Path, float[]? Tensor)[] good = [.. photos.Where(p => p.Tensor is not null)];
        if (good.Length == 0)
            throw new IOException($"There are no JPEG files that can be decoded in {folder}.");
        return new PhotoSet(folder, [.. good.Select(p => p.Path)], Divide([.. good.Select(p => p.Tensor!)], threads));
    }

    private static TensorBatch[] Divide(float[][] tensors, int threads)
    {
        var batches = new List<TensorBatch>();
        int first = 0;
        foreach (float[][] batch in TaperedBatches.Of(tensors, new ExtractionOptions().BatchSize, tensors.Length, threads))
        {
            batches.Add(new TensorBatch(first, batch.Length, [.. batch.SelectMany(t => t)]));
            first += batch.Length;
        }

        return [.. batches];
    }

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
}
