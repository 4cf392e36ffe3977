using System.Globalization;
using System.Text;
using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Imaging;

namespace MLTransfer.Evaluation;

/// <summary>Finds the <see cref="PixelFacts"/> of photos, in parallel, and keeps them in the workspace beside the features.</summary>
internal sealed class PixelInspector : IDisposable
{
    // Changes whenever the same image would have other facts.
    private const string Version = "1";

    // What is compared by sharpness must have the same size; and networks see no more.
    private static readonly ResizePolicy Centre = new() { ShortSide = 256, CropHeight = 224, CropWidth = 224 };

    private readonly ExtractionOptions _options;
    private readonly PixelPipeline _pixels;
    private readonly FeatureCache? _cache;

    public PixelInspector(ExtractionOptions options)
    {
        _options = options;
        _pixels = new PixelPipeline(Centre, options.Limits, options.Background);
        if (!options.Cache)
            return;
        string key = string.Create(
            CultureInfo.InvariantCulture, $"pixel facts {Version}|{Centre}|{PixelPipeline.Version}|{options.Background}|{options.Limits}");
        _cache = FeatureCache.Open(
            Workspace.FeatureFolder(options.WorkspacePath, Backbone.HashOf(Encoding.UTF8.GetBytes(key))), PixelFacts.Length);
    }

    /// <summary>Why facts are not kept although they should be; null while all is well.</summary>
    public string? CacheProblem => _cache?.Problem;

    /// <summary>The facts of the photos that can be used, by content.</summary>
    /// <param name="sources">The photos.</param>
    /// <param name="total">Their number, for the reports of progress.</param>
    /// <param name="progress">Is told how far it is.</param>
    public Dictionary<ContentHash, PixelFacts> Inspect(IEnumerable<ImageSource> sources, long? total, IProgress<ExtractionProgress>? progress)
    {
        int threads = _options.Threads ?? Environment.ProcessorCount;
        var facts = new Dictionary<ContentHash, PixelFacts>();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        long done = 0, cached = 0;
        foreach (var found in OrderedPipeline.Run(sources.Chunk(ExtractionOptions.DefaultBatchSize), InspectAll, threads, _options.CancellationToken))
        {
            foreach ((ContentHash hash, PixelFacts? of, bool fromCache) in found)
            {
                done++;
                cached += fromCache ? 1 : 0;
                if (of is not null)
                    facts[hash] = of;
            }

            double rate = done / clock.Elapsed.TotalSeconds;
            progress?.Report(new ExtractionProgress(
                done, total, cached, rate, total is null ? null : TimeSpan.FromSeconds(Math.Max(0, total.Value - done) / rate)));
        }

        return facts;
    }

    public void Dispose() => _cache?.Dispose();

    private (ContentHash Hash, PixelFacts? Facts, bool FromCache)[] InspectAll(ImageSource[] sources, CancellationToken stop)
        => Array.ConvertAll(sources, source =>
        {
            stop.ThrowIfCancellationRequested();
            return Inspect(source);
        });

    private (ContentHash Hash, PixelFacts? Facts, bool FromCache) Inspect(ImageSource source)
    {
        try
        {
            using ImageContent content = ImageContent.Read(source, _options.Limits);
            if (_cache?.Find(content.Hash) is { } kept)
                return (content.Hash, PixelFacts.FromFloats(kept), true);
            PixelFacts facts = FactsOf(content);
            _cache?.Add(content.Hash, facts.ToFloats());
            return (content.Hash, facts, false);
        }
        catch (BadImageException)
        {
            // Named, with its reason, where its features were extracted.
            return default;
        }
    }

    private PixelFacts FactsOf(ImageContent content)
    {
        using DecodedImage image = _pixels.Open(content, (_, _) => Centre.ShortSide);
        (int width, int height) = image.FullSize;
        float[] centre = Brightness(image, ResampleWindow.CentreCrop(Centre, width, height));
        var squeezed = new ResampleWindow(Squeezed(width), Squeezed(height));
        byte[] thumbnail = Array.ConvertAll(Brightness(image, squeezed), b => (byte)Math.Clamp(MathF.Round(b), 0, 255));
        return new PixelFacts(width, height, Laplacian.Variance(centre, Centre.CropWidth), thumbnail);
    }

    private static ResampleAxis Squeezed(int length) => new(0, (double)length / PixelFacts.Side, PixelFacts.Side);

    // Luma of ITU-R BT.601, as JPEG has it.
    private float[] Brightness(DecodedImage image, ResampleWindow window)
    {
        int plane = window.X.Count * window.Y.Count;
        var planes = new float[3 * plane];
        Resampler.Resample(image, window, _options.Background, planes);
        var brightness = new float[plane];
        for (int i = 0; i < plane; i++)
            brightness[i] = (.299f * planes[i]) + (.587f * planes[plane + i]) + (.114f * planes[(2 * plane) + i]);
        return brightness;
    }
}
