using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer.Tests.Extraction;

/// <summary>ONNX Runtime does not check whether a session was freed: to use one after that ends the process.</summary>
public sealed class ExtractorDisposalTests : IDisposable
{
    private readonly TinyExtraction _tiny = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void After_Dispose_it_says_so(bool cache)
    {
        FeatureExtractor extractor = _tiny.Open(_tiny.Options with { Cache = cache });
        ImageSource[] photos = TinyExtraction.Photos(4);
        extractor.ExtractAll(photos);
        extractor.ExtractOne(photos[0]);
        extractor.Dispose();
        extractor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => extractor.ExtractAll(photos));
        Assert.Throws<ObjectDisposedException>(() => extractor.ExtractOne(photos[0]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Dispose_in_the_middle_of_an_extraction_ends_it_with_an_error(bool cache)
    {
        FeatureExtractor extractor = _tiny.Open(_tiny.Options with { Cache = cache, Threads = 4 });
        var endless = Enumerable.Range(0, int.MaxValue).Select(TinyExtraction.Photo);
        int received = 0;
        Assert.Throws<ObjectDisposedException>(() =>
        {
            foreach (ExtractedImage _ in extractor.Extract(endless, null, reuse: true, null, CancellationToken.None))
            {
                if (++received == 10)
                    extractor.Dispose();
            }
        });
    }

    public void Dispose() => _tiny.Dispose();
}
