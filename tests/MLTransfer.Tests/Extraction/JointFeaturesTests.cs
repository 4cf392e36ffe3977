using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer.Tests.Extraction;

/// <summary>Features of several cuts from one run of a network, and where they are kept.</summary>
public sealed class JointFeaturesTests : IDisposable
{
    private static readonly (string? Cut, FeaturePooling Pooling)[] Places =
    [
        ("conv1", FeaturePooling.Average), ("conv1", FeaturePooling.Max), ("block2.conv", FeaturePooling.Flatten), (null, FeaturePooling.Average),
    ];

    private readonly TinyExtraction _tiny = new();

    public void Dispose() => _tiny.Dispose();

    private static float[][] Separately(
        Backbone backbone, IReadOnlyList<(string? Cut, FeaturePooling Pooling)> places, ExtractionOptions options, ImageSource[] photos)
    {
        float[][] together = [.. photos.Select(_ => Array.Empty<float>())];
        foreach ((string? cut, FeaturePooling pooling) in places)
        {
            using var extractor = new FeatureExtractor(ImageNetwork.OfFeatures(backbone, cut, pooling), options);
            foreach ((int i, ExtractedImage image) in extractor.ExtractAll(photos).Index())
                together[i] = [.. together[i], .. image.Features!];
        }

        return together;
    }

    [Fact]
    public void Are_those_of_each_cut_bit_for_bit()
    {
        ImageSource[] photos = TinyExtraction.Photos(10);
        using var joint = new FeatureExtractor(ImageNetwork.OfCuts(_tiny.Backbone, Places), _tiny.WithoutCache);
        Assert.Equal(Separately(_tiny.Backbone, Places, _tiny.WithoutCache, photos), joint.ExtractAll(photos).Features());
    }

    [Fact]
    public void Are_those_of_each_cut_of_a_real_network_too()
    {
        (string? Cut, FeaturePooling Pooling)[] places =
            [.. Backbone.ResNet18.Stages.Select(s => ((string?)s.Name, FeaturePooling.Max)), (null, FeaturePooling.Average)];
        ImageSource[] photos = TinyExtraction.Photos(3);
        using var joint = new FeatureExtractor(ImageNetwork.OfCuts(Backbone.ResNet18, places), _tiny.WithoutCache);
        Assert.Equal(Separately(Backbone.ResNet18, places, _tiny.WithoutCache, photos), joint.ExtractAll(photos).Features());
    }

    [Fact]
    public void Lie_in_the_cache_where_those_of_each_cut_lie()
    {
        ImageSource[] photos = TinyExtraction.Photos(10);
        ImageNetwork network = ImageNetwork.OfCuts(_tiny.Backbone, Places);
        float[][] computed;
        using (var joint = new FeatureExtractor(network, _tiny.Options))
            computed = joint.ExtractAll(photos).Features();
        foreach ((string? cut, FeaturePooling pooling) in Places)
        {
            using var one = new FeatureExtractor(ImageNetwork.OfFeatures(_tiny.Backbone, cut, pooling), _tiny.Options);
            Assert.All(one.ExtractAll(photos), i => Assert.True(i.FromCache));
        }

        Assert.Equal(Separately(_tiny.Backbone, Places, _tiny.Options, photos), computed);
        using var again = new FeatureExtractor(network, _tiny.Options);
        Assert.All(again.ExtractAll(photos), i => Assert.True(i.FromCache));
        Assert.Equal(computed, again.ExtractAll(photos).Features());
    }

    [Fact]
    public void Are_computed_where_one_part_is_missing_and_found_where_each_was_computed_alone()
    {
        ImageSource[] photos = TinyExtraction.Photos(6);
        float[][] known = Separately(_tiny.Backbone, Places[..^1], _tiny.Options, photos);
        using (var joint = new FeatureExtractor(ImageNetwork.OfCuts(_tiny.Backbone, Places), _tiny.Options))
            Assert.All(joint.ExtractAll(photos), i => Assert.False(i.FromCache));
        using var found = new FeatureExtractor(ImageNetwork.OfCuts(_tiny.Backbone, Places[..^1]), _tiny.Options);
        Assert.All(found.ExtractAll(photos), i => Assert.True(i.FromCache));
        Assert.Equal(known, found.ExtractAll(photos).Features());
    }
}
