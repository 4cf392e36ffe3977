using Microsoft.ML;
using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Imaging;

namespace MLTransfer.Tests.Extraction;

/// <summary>A temporary folder with a tiny backbone and a workspace, and a context whose messages are kept.</summary>
internal sealed class TinyExtraction : IDisposable
{
    private readonly List<string> _log = [];

    public TinyExtraction()
    {
        Backbone = TinyNetwork.Backbone(Folder);
        ML.Log += (_, e) =>
        {
            if (e.Source != "MLTransfer")
                return;
            lock (_log)
                _log.Add($"{e.Kind}: {e.RawMessage}");
        };
    }

    public TemporaryFolder Folder { get; } = new();

    public Backbone Backbone { get; }

    public MLContext ML { get; } = new(seed: 1);

    public string[] Messages
    {
        get
        {
            lock (_log)
                return [.. _log];
        }
    }

    public string[] Warnings => [.. Messages.Where(m => m.StartsWith("Warning: ", StringComparison.Ordinal))];

    public ExtractionOptions Options => new() { WorkspacePath = Folder["workspace"], Threads = 2, BatchSize = 3 };

    public ExtractionOptions WithoutCache => Options with { Cache = false };

    public string[] CacheFiles => FilesIn("workspace");

    public string[] ActivationFiles => FilesIn(Path.Combine("workspace", "activations"));

    public static ImageSource Photo(int seed) => new EncodedImageSource(Png(seed), $"photo {seed}");

    public static byte[] Png(int seed) => TinyPhotos.Draw(TinyPhotos.Classes[seed % 3], new Random(seed));

    public static ImageSource[] Photos(int count) => [.. Enumerable.Range(0, count).Select(Photo)];

    public FeatureExtractor Open(ExtractionOptions? options = null, Backbone? backbone = null)
    {
        options ??= Options;
        return new FeatureExtractor(ImageNetwork.OfFeatures(backbone ?? Backbone, options.Cut, options.Pooling), options);
    }

    /// <summary>An extractor whose network has a tap.</summary>
    public FeatureExtractor OpenTapped(
        Precision precision = Precision.Float32, string tensor = "block1", ExtractionOptions? options = null, Backbone? backbone = null)
    {
        options ??= Options;
        return new FeatureExtractor(ImageNetwork.OfFeatures(backbone ?? Backbone, options.Cut, options.Pooling).WithTap(tensor, precision), options);
    }

    /// <summary>One run over photos with an extractor of its own, as a new process would have.</summary>
    public ExtractedImage[] Run(IEnumerable<ImageSource> photos, ExtractionOptions? options = null, Backbone? backbone = null)
    {
        using FeatureExtractor extractor = Open(options, backbone);
        return extractor.ExtractAll(photos);
    }

    public ImageFeatureExtractingEstimator Estimator(string imageColumn = "ImagePath", ExtractionOptions? options = null)
        => ML.Transforms.ExtractImageFeatures("Features", imageColumn, Backbone, options ?? Options);

    public void Dispose() => Folder.Dispose();

    private string[] FilesIn(string folder) => Directory.Exists(Folder[folder])
        ? Directory.GetFiles(Folder[folder], $"*{FeatureFile.Extension}", SearchOption.AllDirectories)
        : [];
}

internal static class Extracting
{
    public static ExtractedImage[] ExtractAll(this FeatureExtractor extractor, IEnumerable<ImageSource> photos)
        => [.. extractor.Extract(photos, null, reuse: true, null, CancellationToken.None)];

    public static ExtractedImage[] ExtractAll(this FeatureExtractor extractor, IEnumerable<ImageItem> items)
        => [.. extractor.Extract(items, null, reuse: true, null, CancellationToken.None)];

    /// <summary>The activations of good images.</summary>
    public static float[][] Activations(this FeatureExtractor extractor, IEnumerable<ImageItem> items, bool keep = false)
        => extractor.Activations([.. items.Select(i => (i, i.Key()))], keep);

    public static float[][] Activations(this FeatureExtractor extractor, (ImageItem Item, ContentHash Key)[] items, bool keep = false)
    {
        int length = extractor.Network.Tap!.Length;
        var activations = new float[items.Length * length];
        extractor.ReadActivations(items, keep, activations, CancellationToken.None);
        return [.. activations.Chunk(length)];
    }

    public static ImageItem[] Plain(this IEnumerable<ImageSource> photos) => [.. photos.Select(p => new ImageItem(p, default))];

    public static ContentHash Key(this ImageItem item) => item.View.KeyOf(ImageContent.Read(item.Source, ImageLimits.Default).Hash);

    public static float[][] Features(this IEnumerable<ExtractedImage> images) => [.. images.Select(i => i.Features!)];
}
