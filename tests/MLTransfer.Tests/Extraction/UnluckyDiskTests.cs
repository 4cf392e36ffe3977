using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Imaging;

namespace MLTransfer.Tests.Extraction;

/// <summary>Disks and folders that change, go away, or take nothing, while a run is under way.</summary>
public sealed class UnluckyDiskTests : IDisposable
{
    private const int Count = 24;
    private readonly TinyExtraction _tiny = new();

    [Fact]
    public void A_folder_of_photos_that_vanishes_in_mid_run_makes_the_rest_unreadable()
    {
        FileImageSource[] photos = Write("photos");
        using FeatureExtractor extractor = _tiny.Open(_tiny.Options with { Threads = 1 });
        var done = new List<ExtractedImage>();
        foreach (ExtractedImage image in extractor.ExtractAll(photos, () => Directory.Delete(_tiny.Folder["photos"], recursive: true)))
            done.Add(image);
        Assert.Equal(Count, done.Count);
        Assert.NotNull(done[0].Features);
        Assert.Equal(BadImageKind.Unreadable, done[^1].Bad!.Kind);
        Assert.Contains("does not exist", done[^1].Bad!.Reason, StringComparison.Ordinal);
        Assert.All(done, i => Assert.True(i.Features is null != i.Bad is null));
    }

    [Fact]
    public void A_workspace_that_vanishes_in_mid_run_costs_what_was_kept_and_no_feature()
    {
        FileImageSource[] photos = Write("photos");
        float[][] right = _tiny.Run(photos, _tiny.WithoutCache).Features();
        using (FeatureExtractor extractor = _tiny.Open(_tiny.Options with { Threads = 1 }))
        {
            IEnumerable<ExtractedImage> images = extractor.ExtractAll(photos, () => Directory.Delete(_tiny.Folder["workspace"], recursive: true));
            Assert.Equal(right, images.ToArray().Features());
        }

        Assert.Equal(right, _tiny.Run(photos).Features());
        Assert.All(_tiny.Run(photos), i => Assert.True(i.FromCache));
    }

    [Fact]
    public void A_read_only_disk_stops_no_extraction_but_activations_have_to_be_kept()
    {
        FileImageSource[] photos = Write("photos");
        using var disk = new SmallDisk(_tiny.Folder["disk"], "1m");
        ExtractionOptions options = _tiny.Options with { WorkspacePath = disk.Path };
        float[][] right = _tiny.Run(photos[..4], options).Features();
        disk.MakeReadOnly();
        using (FeatureExtractor extractor = _tiny.Open(options))
        {
            ExtractedImage[] images = extractor.ExtractAll(photos);
            Assert.Equal(right, images[..4].Features());
            Assert.All(images[..4], i => Assert.True(i.FromCache));
            Assert.All(images, i => Assert.NotNull(i.Features));
            Assert.NotNull(extractor.CacheProblem);
        }

        using FeatureExtractor tapped = _tiny.OpenTapped(options: options);
        FullDiskTests.AssertHelpful(Assert.Throws<WorkspaceException>(() => tapped.ExtractAll(photos.Plain())), disk.Path);
    }

    /// <summary>The bytes that are hashed are those that are decoded: what a cache keeps can belong to no other image.</summary>
    [Fact]
    public async Task A_file_that_changes_while_it_is_read_is_one_set_of_bytes_or_refused()
    {
        string path = _tiny.Folder["changing.png"];
        byte[][] contents = [TinyExtraction.Png(1), TinyExtraction.Png(2), [], TinyExtraction.Png(3)[..100]];
        await File.WriteAllBytesAsync(path, contents[0], TestContext.Current.CancellationToken);
        var pipeline = new PixelPipeline(TinyNetwork.Resize);
        var seen = new Dictionary<ContentHash, float[]>();
        using var stop = new CancellationTokenSource();
        Task writer = Task.Run(() =>
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                byte[] bytes = contents[i % contents.Length];
                file.Position = 0;
                file.Write(bytes);
                file.Flush();
                file.SetLength(bytes.Length);
            }
        }, TestContext.Current.CancellationToken);
        for (int i = 0; i < 2000; i++)
        {
            try
            {
                using ImageContent content = ImageContent.Read(new FileImageSource(path), ImageLimits.Default);
                var pixels = new float[pipeline.Length];
                pipeline.Decode(content, pixels);
                Assert.Equal(ContentHash.Of(content.Encoded.Span), content.Hash);
                if (!seen.TryAdd(content.Hash, pixels))
                    Assert.Equal(seen[content.Hash], pixels);
            }
            catch (BadImageException e)
            {
                Assert.Equal(path, e.Image.Path);
            }
        }

        await stop.CancelAsync();
        await writer;
        Assert.NotEmpty(seen);
    }

    public void Dispose() => _tiny.Dispose();

    private FileImageSource[] Write(string folder)
    {
        Directory.CreateDirectory(_tiny.Folder[folder]);
        return [.. Enumerable.Range(0, Count).Select(i =>
        {
            string path = _tiny.Folder[$"{folder}/{i}.png"];
            File.WriteAllBytes(path, TinyExtraction.Png(i));
            return new FileImageSource(path);
        })];
    }
}

internal static class Interrupted
{
    /// <summary>Extracts, and does something once, after the first image.</summary>
    public static IEnumerable<ExtractedImage> ExtractAll(this FeatureExtractor extractor, IEnumerable<ImageSource> photos, Action afterFirst)
    {
        bool isFirst = true;
        foreach (ExtractedImage image in extractor.Extract(photos, null, reuse: true, null, CancellationToken.None))
        {
            if (isFirst)
                afterFirst();
            isFirst = false;
            yield return image;
        }
    }
}
