using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer.Tests.Extraction;

/// <summary>A set larger than memory streams through: the source is read only a bounded way ahead, and no further than it is needed.</summary>
public sealed class LookAheadTests : IDisposable
{
    private readonly TinyExtraction _tiny = new();
    private int _read;
    private bool _sourceDisposed;

    public static TheoryData<int, int> BatchSizesAndThreads => new MatrixTheoryData<int, int>([1, 3, 8], [1, 2, 4]);

    [Theory]
    [MemberData(nameof(BatchSizesAndThreads))]
    public void The_source_is_read_at_most_two_batches_a_thread_ahead(int batchSize, int threads)
    {
        using FeatureExtractor extractor = _tiny.Open(_tiny.WithoutCache with { BatchSize = batchSize, Threads = threads });
        IEnumerable<ExtractedImage> images = Extract(extractor, Source(100));
        Assert.Equal(0, _read);
        int received = 0;
        foreach (ExtractedImage _ in images)
        {
            // What is being handed over is no longer ahead.
            received++;
            Assert.InRange(_read - received, 0, 2 * batchSize * threads + batchSize - 1);
        }

        Assert.Equal(100, received);
        Assert.True(_sourceDisposed);
    }

    [Fact]
    public void To_break_off_early_stops_the_reading_and_the_work()
    {
        using FeatureExtractor extractor = _tiny.Open();
        Assert.Equal(4, Extract(extractor, Source(1_000_000)).Take(4).Count());
        Assert.True(_sourceDisposed);
        (int read, long bytes) = (_read, CacheBytes());
        Assert.InRange(read, 4, 4 + 3 * 2 * 3);
        Thread.Sleep(100);
        Assert.Equal((read, bytes), (_read, CacheBytes()));
    }

    [Fact]
    public void An_error_of_the_source_surfaces_as_it_is_and_what_was_extracted_is_kept()
    {
        using FeatureExtractor extractor = _tiny.Open();
        int received = 0;
        var error = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (ExtractedImage _ in Extract(extractor, Source(100, failAt: 50)))
                received++;
        });
        Assert.Equal("the drive is gone", error.Message);
        Assert.InRange(received, 50 - 3 * 2 * 3, 49);
        Assert.True(_sourceDisposed);
        Assert.All(_tiny.Run(TinyExtraction.Photos(received)), i => Assert.True(i.FromCache));
    }

    [Fact]
    public void A_set_can_be_enumerated_again()
    {
        using FeatureExtractor extractor = _tiny.Open(_tiny.WithoutCache);
        IEnumerable<ExtractedImage> images = Extract(extractor, TinyExtraction.Photos(10));
        Assert.Equal(images.Features(), images.Features());
    }

    public void Dispose() => _tiny.Dispose();

    private static IEnumerable<ExtractedImage> Extract(FeatureExtractor extractor, IEnumerable<ImageSource> source)
        => extractor.Extract(source, null, reuse: true, null, CancellationToken.None);

    private long CacheBytes() => _tiny.CacheFiles.Sum(f => new FileInfo(f).Length);

    private IEnumerable<ImageSource> Source(int count, int failAt = -1)
    {
        try
        {
            for (int i = 0; i < count; i++)
            {
                if (i == failAt)
                    throw new InvalidDataException("the drive is gone");
                _read++;
                yield return TinyExtraction.Photo(i);
            }
        }
        finally
        {
            _sourceDisposed = true;
        }
    }
}
