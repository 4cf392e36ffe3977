using System.Security.Cryptography;
using SkiaSharp;

namespace MLTransfer.Tests.Assets;

/// <summary>What the samples and the other tests may take for granted about assets/pictures.</summary>
public sealed class PictureSetTests(PictureSet set) : IClassFixture<PictureSet>
{
    [Fact]
    public void It_has_enough_pictures_of_enough_classes()
    {
        Assert.True(set.Labels.Count >= 4, $"only {set.Labels.Count} classes");
        foreach (IGrouping<string, LabelledPicture> one in set.Pictures.GroupBy(p => p.Label))
            Assert.True(one.Count() >= 40, $"only {one.Count()} pictures of a {one.Key}");
    }

    [Fact]
    public void It_is_small_enough_to_clone() =>
        Assert.InRange(set.Pictures.Sum(p => (long)p.Bytes.Length), 1, 4_000_000);

    [Fact]
    public void Every_picture_decodes_to_its_end() =>
        Assert.All(set.Pictures, p => Assert.Equal((p.FileName, SKCodecResult.Success), (p.FileName, p.Decoded)));

    [Fact]
    public void No_picture_is_there_twice() =>
        Assert.Equal(set.Pictures.Count, set.Pictures.DistinctBy(p => Convert.ToHexString(SHA256.HashData(p.Bytes))).Count());

    [Fact]
    public void A_file_is_named_after_its_class() =>
        Assert.All(set.Pictures, p => Assert.StartsWith(p.Label + "-", p.FileName, StringComparison.Ordinal));

    // A classifier that looks at colour alone has to fail, or the set could not show that a network looks at shape.
    // Chance is 1/6. With 288 pictures its standard error is 2.2 points, so 15 points above it are far beyond luck.
    [Fact]
    public void Mean_colour_does_not_tell_the_classes_apart_by_neighbours() =>
        AssertNearChance(MeanColourClassifiers.NearestNeighbours(set.Pictures, neighbours: 5));

    [Fact]
    public void Mean_colour_does_not_tell_the_classes_apart_by_class_means() =>
        AssertNearChance(MeanColourClassifiers.NearestClassMean(set.Pictures));

    private void AssertNearChance(double accuracy)
    {
        double bound = 1.0 / set.Labels.Count + .15;
        TestContext.Current.TestOutputHelper?.WriteLine($"accuracy on mean colour: {accuracy:P1}, bound: {bound:P1}");
        Assert.True(accuracy < bound, $"mean colour alone reaches {accuracy:P1}, and {bound:P1} is too much");
    }
}
