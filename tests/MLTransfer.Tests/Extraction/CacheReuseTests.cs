using MLTransfer.Data;
using MLTransfer.Extraction;
using Onnx;

namespace MLTransfer.Tests.Extraction;

public sealed class CacheReuseTests : IDisposable
{
    private readonly TinyExtraction _tiny = new();

    [Fact]
    public void A_second_run_computes_nothing_and_gives_the_same_floats()
    {
        ImageSource[] photos = TinyExtraction.Photos(40);
        ExtractedImage[] first = _tiny.Run(photos);
        Assert.All(first, i => Assert.False(i.FromCache));

        // A network that cannot run proves that it does not run.
        ImageNetwork broken = ImageNetwork.OfFeatures(_tiny.Backbone, null, FeaturePooling.Average) with { Network = new ModelProto() };
        using var extractor = new FeatureExtractor(broken, _tiny.Options);
        ExtractedImage[] second = extractor.ExtractAll(photos);
        Assert.All(second, i => Assert.True(i.FromCache));
        Assert.Equal(first.Features(), second.Features());
        Assert.ThrowsAny<Exception>(() => extractor.ExtractAll([TinyExtraction.Photo(1000)]));
    }

    [Fact]
    public void Reuse_can_be_declined()
    {
        ImageSource[] photos = TinyExtraction.Photos(10);
        _tiny.Run(photos);
        using FeatureExtractor extractor = _tiny.Open();
        Assert.All(extractor.Extract(photos, null, reuse: false, null, CancellationToken.None), i => Assert.False(i.FromCache));
    }

    [Fact]
    public void Without_the_cache_nothing_is_written_or_read()
    {
        ImageSource[] photos = TinyExtraction.Photos(10);
        _tiny.Run(photos, _tiny.WithoutCache);
        Assert.Empty(_tiny.CacheFiles);
        _tiny.Run(photos);
        Assert.All(_tiny.Run(photos, _tiny.WithoutCache), i => Assert.False(i.FromCache));
    }

    [Fact]
    public void The_content_counts_and_not_the_name()
    {
        string path = _tiny.Folder["photo.png"];
        File.WriteAllBytes(path, TinyExtraction.Png(1));
        float[] before = _tiny.Run([new FileImageSource(path)])[0].Features!;

        File.Move(path, _tiny.Folder["renamed.png"]);
        Assert.True(_tiny.Run([new FileImageSource(_tiny.Folder["renamed.png"])])[0].FromCache);
        Assert.True(_tiny.Run([TinyExtraction.Photo(1)])[0].FromCache);

        File.WriteAllBytes(path, TinyExtraction.Png(2));
        ExtractedImage changed = _tiny.Run([new FileImageSource(path)])[0];
        Assert.False(changed.FromCache);
        Assert.NotEqual(before, changed.Features);
        Assert.Equal(_tiny.Run([TinyExtraction.Photo(2)], _tiny.WithoutCache).Features(), [changed.Features!]);
    }

    [Fact]
    public void Neither_batch_size_threads_nor_the_place_of_the_network_matter()
    {
        ImageSource[] photos = TinyExtraction.Photos(10);
        _tiny.Run(photos);
        string copy = _tiny.Folder["copy.onnx"];
        File.Copy(_tiny.Folder["tiny-1.onnx"], copy);
        var same = Backbone.FromOnnx(copy, new BackboneOptions { Preprocessing = Preprocessing.Keras, Resize = TinyNetwork.Resize });
        Assert.All(_tiny.Run(photos, _tiny.Options with { BatchSize = 50, Threads = 1 }, same), i => Assert.True(i.FromCache));
    }

    [Theory]
    [InlineData(13)]
    [InlineData(16 + 32 + 5)]
    [InlineData(-1)]
    public void A_damaged_file_is_computed_anew_and_whole_after_that(int at)
    {
        ImageSource[] photos = TinyExtraction.Photos(20);
        float[][] right = _tiny.Run(photos).Features();
        string file = _tiny.CacheFiles.Single();
        byte[] bytes = File.ReadAllBytes(file);
        bytes[at < 0 ? bytes.Length + at : at] ^= 0x10;
        File.WriteAllBytes(file, bytes);

        ExtractedImage[] second = _tiny.Run(photos);
        Assert.Contains(second, i => !i.FromCache);
        for (int i = 0; i < photos.Length; i++)
            FeatureAssert.Close(right[i], second[i].Features);
        Assert.All(_tiny.Run(photos), i => Assert.True(i.FromCache));
    }

    [Fact]
    public void A_run_in_pieces_is_as_good_as_one()
    {
        ImageSource[] photos = TinyExtraction.Photos(60);
        float[][] whole = _tiny.Run(photos, _tiny.WithoutCache).Features();
        for (int end = 10; end <= 60; end += 10)
        {
            ExtractedImage[] images = _tiny.Run(photos[..end]);
            Assert.Equal(end - 10, images.Count(i => i.FromCache));
            for (int i = 0; i < end; i++)
                FeatureAssert.Close(whole[i], images[i].Features);
        }
    }

    [Fact]
    public void A_workspace_that_cannot_be_written_stops_no_run()
    {
        string path = _tiny.Folder["in the way"];
        File.WriteAllText(path, "");
        using FeatureExtractor extractor = _tiny.Open(_tiny.Options with { WorkspacePath = path });
        Assert.All(extractor.ExtractAll(TinyExtraction.Photos(20)), i => Assert.NotNull(i.Features));
        Assert.Contains(path, extractor.CacheProblem, StringComparison.Ordinal);
    }

    public void Dispose() => _tiny.Dispose();
}
