using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer.Tests.Extraction;

public sealed class ProgressTests : IDisposable
{
    private readonly TinyExtraction _tiny = new();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(50, 4)]
    public void It_rises_to_the_total_and_counts_bad_images_too(int batchSize, int threads)
    {
        ImageSource[] photos = TinyExtraction.Photos(40);
        photos[5] = photos[39] = new FileImageSource("nowhere.png");
        List<ExtractionProgress> reports = Run(photos, 40, batchSize, threads);
        Assert.Equal(reports.Select(r => r.Done).Order().Distinct(), reports.Select(r => r.Done));
        Assert.Equal(40, reports[^1].Done);
        Assert.Equal(TimeSpan.Zero, reports[^1].Remaining);
        Assert.All(reports, r =>
        {
            Assert.Equal(40, r.Total);
            Assert.Equal(0, r.FromCache);
            Assert.InRange(r.ImagesPerSecond, double.Epsilon, double.MaxValue);
            Assert.InRange(r.Remaining!.Value, TimeSpan.Zero, TimeSpan.MaxValue);
        });
    }

    [Fact]
    public void Images_from_the_cache_are_counted()
    {
        Run(TinyExtraction.Photos(12), 12);
        List<ExtractionProgress> reports = Run(TinyExtraction.Photos(30), 30);
        Assert.Equal(reports.Select(r => Math.Min(r.Done, 12)), reports.Select(r => r.FromCache));
        Assert.Equal(12, reports[^1].FromCache);
    }

    [Fact]
    public void Without_a_total_there_is_no_time_left()
    {
        List<ExtractionProgress> reports = Run(TinyExtraction.Photos(10), null);
        Assert.Equal(10, reports[^1].Done);
        Assert.All(reports, r => Assert.Null(r.Total));
        Assert.All(reports, r => Assert.Null(r.Remaining));
    }

    [Fact]
    public void A_source_of_more_images_than_it_said_leaves_no_negative_time()
        => Assert.All(Run(TinyExtraction.Photos(10), 4), r => Assert.InRange(r.Remaining!.Value, TimeSpan.Zero, TimeSpan.MaxValue));

    [Fact]
    public void It_is_told_about_images_that_have_been_handed_over()
    {
        using FeatureExtractor extractor = _tiny.Open();
        int received = 0;
        var progress = new Reports(r => Assert.Equal(received, r.Done));
        foreach (ExtractedImage _ in extractor.Extract(TinyExtraction.Photos(20), 20, reuse: true, progress, CancellationToken.None))
            received++;
    }

    [Fact]
    public void Its_own_error_surfaces()
    {
        using FeatureExtractor extractor = _tiny.Open();
        var progress = new Reports(_ => throw new InvalidDataException("mine"));
        Assert.Throws<InvalidDataException>(
            () => extractor.Extract(TinyExtraction.Photos(20), 20, reuse: true, progress, CancellationToken.None).ToArray());
    }

    public void Dispose() => _tiny.Dispose();

    private List<ExtractionProgress> Run(ImageSource[] photos, long? total, int batchSize = 3, int threads = 2)
    {
        var reports = new List<ExtractionProgress>();
        using FeatureExtractor extractor = _tiny.Open(_tiny.Options with { BatchSize = batchSize, Threads = threads });
        Assert.Equal(photos.Length, extractor.Extract(photos, total, reuse: true, new Reports(reports.Add), CancellationToken.None).Count());
        return reports;
    }

    private sealed class Reports(Action<ExtractionProgress> report) : IProgress<ExtractionProgress>
    {
        public void Report(ExtractionProgress value) => report(value);
    }
}
