using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLTransfer.Extraction;
using MLTransfer.Training;

namespace MLTransfer.Tests.Training;

/// <summary>The stock chain on images that its resize leaves as they are, so that only the classifier is measured.</summary>
public sealed class StockClassifierTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(200)]
    public void The_identity_gives_the_softmax_of_the_logits_and_the_largest_as_the_label(int classes)
    {
        LinearHead head = Head(classes);
        IDataView images = Images(8);
        using StockPipeline chain = Chain(head, images);
        IDataView scored = chain.Transformer.Transform(images);
        float[][] scores = [.. scored.GetColumn<float[]>("Score")], expected = [.. Features(images).Select(f => head.Score(f))];
        Assert.All(scores.Zip(expected), pair => Assert.All(pair.First.Zip(pair.Second), p => Assert.Equal(p.Second, p.First, 1e-5f)));
        Assert.Equal(expected.Select(s => (uint)Array.IndexOf(s, s.Max()) + 1), scored.GetColumn<uint>("PredictedLabel"));
        Assert.Equal(8, expected.DistinctBy(s => s[0]).Count());
    }

    [Fact]
    public void A_thousand_classes_take_little_time()
    {
        IDataView images = Images(1);
        var clock = Stopwatch.StartNew();
        using StockPipeline chain = Chain(Head(1000), images);
        TestContext.Current.SendDiagnosticMessage($"1,000 classes: {clock.Elapsed.TotalSeconds:f1} s");
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), $"{clock.Elapsed}"); // a second or two where nothing else runs
        float[] expected = Head(1000).Score(Features(images).Single());
        Assert.All(chain.Transformer.Transform(images).GetColumn<float[]>("Score").Single().Zip(expected), p => Assert.Equal(p.Second, p.First, 1e-5f));
    }

    private static LinearHead Head(int classes)
    {
        var random = new Random(classes);
        return new LinearHead(Blobs.Vector(classes * TinyNetwork.Features, random, .05), Blobs.Vector(classes, random));
    }

    private StockPipeline Chain(LinearHead head, IDataView images)
    {
        string[] labels = [.. Enumerable.Range(0, head.Classes).Select(i => $"class {i}")];
        ClassifierNetwork network = ClassifierNetwork.Create(Network(), head, labels, Rgb.White);
        return StockClassifier.Create(network, LabelKeys.Named(labels), images.Schema["ImagePath"], imageFolder: null);
    }

    private ImageNetwork Network() => ImageNetwork.OfFeatures(TinyNetwork.Backbone(_folder), null, FeaturePooling.Average);

    private IEnumerable<float[]> Features(IDataView images)
    {
        using var extractor = new FeatureExtractor(Network(), new ExtractionOptions { Cache = false });
        return [.. images.GetColumn<string>("ImagePath").Select(p => extractor.ExtractOne(new MLTransfer.Data.FileImageSource(p)))];
    }

    private IDataView Images(int count)
    {
        var random = new Random(1);
        string Write(int i) => TintedPhotos.WriteSquare(_folder[$"{i}.png"], TintedPhotos.Classes[i % 3], random);
        return _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new { ImagePath = Write(i) }).ToList());
    }
}
