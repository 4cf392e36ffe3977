using MLTransfer.Training;

namespace MLTransfer.Tests.Training;

public class StandardisationTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1e15, 3)]
    [InlineData(1e-15, 3)]
    [InlineData(1, 100)]
    public void Standardised_features_have_mean_0_and_variance_1(double scale, double shift)
    {
        FeatureSet set = Scaled(Blobs.Create(200, 3, 5), scale, shift);
        var standardisation = Standardisation.Of(set);
        float[][] standardised = [.. set.Features.Select(standardisation.Apply)];
        for (int k = 0; k < 5; k++)
        {
            Assert.Equal(0, standardised.Average(f => (double)f[k]), 1e-4);
            Assert.Equal(1, standardised.Average(f => (double)f[k] * f[k]), 1e-3);
        }
    }

    [Fact]
    public void A_constant_feature_becomes_0_and_leaves_the_others_alone()
    {
        var set = new FeatureSet();
        for (int i = 0; i < 10; i++)
            set.Add([.1f, i], 0, "", Blobs.Hash(i));
        var standardisation = Standardisation.Of(set);
        Assert.All(set.Features, f => Assert.Equal(0, standardisation.Apply(f)[0]));
        Assert.Equal(Math.Sqrt(99 / 12.0), 1 / standardisation.Scale[1], 1e-3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(.1f)]
    [InlineData(1e30f)]
    [InlineData(1e-40f)]
    public void Features_that_are_all_constant_become_0(float value)
    {
        var set = new FeatureSet();
        for (int i = 0; i < 7; i++)
            set.Add([value, value], 0, "", Blobs.Hash(i));
        var standardisation = Standardisation.Of(set);
        Assert.All(standardisation.Scale, s => Assert.True(float.IsFinite(s)));
        Assert.All(set.Features, f => Assert.Equal([0, 0], standardisation.Apply(f)));
    }

    [Fact]
    public void A_feature_that_hardly_varies_does_not_become_loud()
    {
        var set = new FeatureSet();
        for (int i = 0; i < 100; i++)
            set.Add([i % 2 * 1e-6f, i % 3], 0, "", Blobs.Hash(i));
        Assert.True(Standardisation.Of(set).Scale[0] < 1000);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1000, 5)]
    [InlineData(1e-3, 20)]
    public void A_folded_head_scores_raw_features_as_the_head_scores_standardised_ones(double scale, double shift)
    {
        FeatureSet set = Scaled(Blobs.Create(60, 3, 8), scale, shift);
        var standardisation = Standardisation.Of(set);
        var random = new Random(5);
        var head = new LinearHead(Blobs.Vector(3 * 8, random), Blobs.Vector(3, random));
        LinearHead folded = head.Before(standardisation);
        Assert.All(set.Features, f => Assert.All(
            head.Score(standardisation.Apply(f)).Zip(folded.Score(f)), pair => Assert.Equal(pair.First, pair.Second, 1e-4f)));
    }

    [Fact]
    public void Scores_are_the_softmax_of_the_logits()
    {
        var head = new LinearHead([1, 2, -1, 0, 3, 1], [.5f, 0, -1]);
        // Logits of (2, -1): 0.5, -2, 4.
        double sum = Math.Exp(.5) + Math.Exp(-2) + Math.Exp(4);
        Assert.All(head.Score([2, -1]).Zip([Math.Exp(.5) / sum, Math.Exp(-2) / sum, Math.Exp(4) / sum]), p => Assert.Equal(p.Second, p.First, 1e-6));
    }

    [Fact]
    public void Extreme_logits_give_a_certain_score()
    {
        Assert.All(new LinearHead([1e30f, 2e30f, -1e30f], [0, 0, 0]).Score([1]).Zip([0f, 1, 0]), p => Assert.Equal(p.Second, p.First, 1e-30f));
        Assert.Equal(1, new LinearHead([100, 0], [0, 0]).Score([1])[0]);
    }

    private static FeatureSet Scaled(FeatureSet set, double scale, double shift)
    {
        var scaled = new FeatureSet();
        for (int i = 0; i < set.Count; i++)
            scaled.Add([.. set.Features[i].Select(f => (float)(scale * (f + shift)))], set.Labels[i], set.Names[i], set.Hashes[i]);
        return scaled;
    }
}
