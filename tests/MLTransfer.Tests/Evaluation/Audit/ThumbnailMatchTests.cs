using System.Numerics;
using MLTransfer.Evaluation;

namespace MLTransfer.Tests.Evaluation.Audit;

public sealed class ThumbnailMatchTests
{
    [Fact]
    public void Copies_fit_and_other_pictures_do_not()
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            byte[] photo = Thumbnails.Draw(seed);
            AssertFits(photo, photo, .9999, mirrored: false);
            AssertFits(photo, Thumbnails.Draw(seed, mirror: true), .9999, mirrored: true);
            AssertFits(photo, Thumbnails.Draw(seed, .08, 0, .95, .9), .98, mirrored: false);
            AssertFits(Thumbnails.Draw(seed, .08, .1, 1, .97, mirror: true), photo, .98, mirrored: true);
            AssertFits(photo, [.. photo.Select(p => (byte)(20 + (p / 2)))], .999, mirrored: false);
            (double other, _) = ThumbnailMatch.Find(photo, Thumbnails.Draw(seed + 100));
            Assert.True(other < .9, $"seed {seed}: {other:f3}");
        }
    }

    [Fact]
    public void A_plain_picture_is_like_none()
        => Assert.Equal(0, ThumbnailMatch.Find(new byte[PixelFacts.Side * PixelFacts.Side], Thumbnails.Draw(1)).Correlation);

    [Fact]
    public void The_hash_changes_little_with_the_tone_and_is_mirrored_with_the_picture()
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            byte[] photo = Thumbnails.Draw(seed);
            (ulong Plain, ulong Mirrored) hash = PerceptualHash.Of(photo)!.Value;
            ulong paler = PerceptualHash.Of([.. photo.Select(p => (byte)(20 + (p / 2)))])!.Value.Plain;
            ulong mirrored = PerceptualHash.Of(Thumbnails.Draw(seed, mirror: true))!.Value.Plain;
            ulong other = PerceptualHash.Of(Thumbnails.Draw(seed + 100))!.Value.Plain;
            Assert.True(BitOperations.PopCount(hash.Plain ^ paler) <= 4);
            Assert.True(BitOperations.PopCount(hash.Mirrored ^ mirrored) <= 4);
            Assert.True(BitOperations.PopCount(hash.Plain ^ other) > 14);
        }

        Assert.Null(PerceptualHash.Of(new byte[PixelFacts.Side * PixelFacts.Side]));
    }

    [Fact]
    public void The_variance_of_the_Laplacian_is_that_of_the_textbook()
    {
        // Only the inner two of 4 x 3 pixels have four neighbours: -4 and 1.
        Assert.Equal(6.25f, Laplacian.Variance([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0], width: 4));
        Assert.Equal(0, Laplacian.Variance([.. Enumerable.Range(0, 100).Select(i => 3f * (i % 10))], width: 10), 1e-4);
    }

    private static void AssertFits(byte[] a, byte[] b, double least, bool mirrored)
    {
        (double correlation, bool isMirrored) = ThumbnailMatch.Find(a, b);
        Assert.True(correlation >= least, $"{correlation:f4}");
        Assert.Equal(mirrored, isMirrored);
    }
}
