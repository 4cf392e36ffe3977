using MLTransfer.Data;
using MLTransfer.Evaluation;
using MLTransfer.Tests.Training;
using MLTransfer.Training;

namespace MLTransfer.Tests.Evaluation.Audit;

/// <summary>The checks on features, on clouds of points where it is known what is wrong.</summary>
public sealed class FeatureChecksTests
{
    private const int Classes = 4;
    private static readonly AuditOptions Defaults = new();

    [Fact]
    public void Neighbours_are_those_that_sorting_all_pairs_gives()
    {
        FeatureSet set = Blobs.Create(101, Classes, 20);
        float[][] vectors = NeighbourSearch.UnitVectors(set);
        // Row 70 counts as another row 3.
        int[] firsts = [.. Enumerable.Range(0, set.Count).Select(row => row == 70 ? 3 : row)];
        var search = new NeighbourSearch(vectors, set.Labels, firsts, 5, 7, threads: 2, CancellationToken.None);
        for (int row = 0; row < set.Count; row++)
        {
            Assert.Equal(1, Cosine(vectors[row], vectors[row]), 1e-5);
            int[] others = [.. Enumerable.Range(0, set.Count).Where(o => o != row && o != 70 && row != 70)
                .OrderByDescending(o => Cosine(vectors[row], vectors[o]))];
            Assert.Equal(others.Take(5), search.Nearest(row).ToArray().Select(n => n.Row));
            Assert.Equal(others.Where(o => set.Labels[o] == set.Labels[row]).Take(7), search.NearestOfClass(row).ToArray().Select(n => n.Row));
        }
    }

    [Fact]
    public void Flipped_labels_lead_the_suspects()
    {
        FeatureSet clean = Blobs.Create(200, Classes, 20, spread: 2);
        int[] flipped = [.. Enumerable.Range(0, 10).Select(i => 3 + (20 * i))];
        FeatureSet set = Relabelled(clean, row => flipped.Contains(row) ? (clean.Labels[row] + 1) % Classes : clean.Labels[row]);
        AuditReport report = Audit(set);
        AuditFinding[] suspects = [.. report.Of(AuditFindingKind.LabelSuspect)];
        Assert.Equal(flipped.Select(row => $"image {row}").Order(), suspects.Take(10).Select(f => f.Paths[0]).Order());
        Assert.All(suspects.Take(10), f => Assert.Equal([$"class {(Row(f) + 1) % Classes}", $"class {Row(f) % Classes}"], f.Labels));
        Assert.True(report.CrossValidatedAccuracy is > .9 and <= .96, $"{report.CrossValidatedAccuracy}");
        Assert.DoesNotContain(Audit(clean).Of(AuditFindingKind.LabelSuspect), f => f.Score > .9);
    }

    [Fact]
    public void A_copy_with_the_same_wrong_label_does_not_vouch_for_it()
    {
        FeatureSet clean = Blobs.Create(80, Classes, 20, spread: 1.5);
        var set = new FeatureSet();
        for (int row = 0; row < clean.Count; row++)
            set.Add(clean.Features[row], row == 0 ? 1 : clean.Labels[row], clean.Names[row], clean.Hashes[row]);
        for (int copy = 0; copy < 6; copy++)
            set.Add(clean.Features[0], 1, $"copy {copy}", clean.Hashes[0]);
        Assert.Contains(Audit(set).Of(AuditFindingKind.LabelSuspect), f => f.Paths[0] == "image 0");
    }

    [Fact]
    public void Classes_of_too_few_photos_are_not_judged()
    {
        FeatureSet set = Relabelled(Blobs.Create(60, 2, 10), row => row < 2 ? 2 : row % 2);
        float[]?[] probabilities = new CrossValidation(set, [.. Enumerable.Range(0, 60)], 3, Defaults.Folds, Defaults.Seed, new ImageTransferTrainer.Options())
            .Predict();
        Assert.All(probabilities.Take(2), Assert.Null);
        Assert.All(probabilities.Skip(2), p => Assert.Equal(1, p!.Sum(), 1e-4));
    }

    [Fact]
    public void A_stranger_in_a_class_is_an_outlier()
    {
        FeatureSet cloud = Blobs.Create(120, Classes, 20, spread: 2);
        var set = new FeatureSet();
        for (int row = 0; row < cloud.Count; row++)
            set.Add([.. cloud.Features[row], row == 40 ? 5 : 0, row == 40 ? -5 : 0], cloud.Labels[row], cloud.Names[row], cloud.Hashes[row]);
        Assert.Equal("image 40", Audit(set).Of(AuditFindingKind.Outlier).First().Paths[0]);
        Assert.DoesNotContain(Audit(cloud).Of(AuditFindingKind.Outlier), f => f.Paths[0] == "image 40");
    }

    [Fact]
    public void Small_classes_and_classes_alike_are_named()
    {
        // Classes 2 and 3 are one cloud; class 0 has every fifth of its photos.
        FeatureSet all = Blobs.Create(300, 3, 12, spread: 3);
        FeatureSet set = Relabelled(all, row => all.Labels[row] == 2 && row % 2 == 0 ? 3 : all.Labels[row]);
        set = set.Select(Enumerable.Range(0, set.Count).Where(row => set.Labels[row] != 0 || row % 5 == 0));
        AuditReport report = Audit(set);
        AuditFinding alike = Assert.Single(report.Of(AuditFindingKind.SimilarClasses));
        Assert.Equal(["class 2", "class 3"], alike.Labels);
        Assert.True(alike.Score > .3, $"{alike.Score}");
        AuditFinding small = Assert.Single(report.Of(AuditFindingKind.ClassImbalance));
        Assert.Equal(["class 0"], small.Labels);
        Assert.Equal(5, small.Score);
    }

    [Fact]
    public void Photos_tell_by_themselves_that_they_are_tiny_blurred_or_long()
    {
        FeatureSet set = Blobs.Create(40, 2, 5);
        PixelFacts[] facts = [.. Enumerable.Range(0, 40).Select(row => Thumbnails.Facts(Thumbnails.Draw(row)))];
        facts[3] = facts[3] with { Width = 20, Height = 63, Sharpness = 1 };
        facts[5] = facts[5] with { Sharpness = 24 };
        facts[7] = facts[7] with { Width = 100, Height = 450 };
        AuditReport report = Audit(set, facts);
        Assert.Equal(("image 3", 20), report.Of(AuditFindingKind.TinyImage).Select(f => (f.Paths[0], f.Score)).Single());
        Assert.Equal(("image 5", 24), report.Of(AuditFindingKind.BlurredImage).Select(f => (f.Paths[0], f.Score)).Single());
        Assert.Equal([("image 7", 4.5), ("image 3", 3.15)], report.Of(AuditFindingKind.ExtremeAspect).Select(f => (f.Paths[0], f.Score)));
    }

    [Fact]
    public void Many_versions_of_a_photo_are_one_chain_of_pairs()
    {
        FeatureSet clouds = Blobs.Create(60, 2, 10);
        var set = new FeatureSet();
        var facts = new List<PixelFacts>();
        for (int row = 0; row < clouds.Count; row++)
        {
            // Rows 0, 2, 4 and so on to 38 are versions of a photo.
            int photo = row < 40 && row % 2 == 0 ? 0 : row;
            float[] features = photo == 0 ? [.. clouds.Features[0].Select(f => f + (row * 1e-4f))] : clouds.Features[row];
            set.Add(features, clouds.Labels[row], clouds.Names[row], clouds.Hashes[row]);
            facts.Add(Thumbnails.Facts(photo == 0 ? Thumbnails.Draw(1000, row * .001) : Thumbnails.Draw(row)));
        }

        AuditFinding[] pairs = [.. Audit(set, facts).Of(AuditFindingKind.Duplicate)];
        Assert.Equal(19, pairs.Length);
        Assert.Equal(20, pairs.SelectMany(p => p.Paths).Distinct().Count());
    }

    private static int Row(AuditFinding finding) => int.Parse(finding.Paths[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    private static double Cosine(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();

    private static FeatureSet Relabelled(FeatureSet set, Func<int, int> label)
    {
        var other = new FeatureSet();
        for (int row = 0; row < set.Count; row++)
            other.Add(set.Features[row], label(row), set.Names[row], set.Hashes[row]);
        return other;
    }

    private static AuditReport Audit(FeatureSet set, IReadOnlyList<PixelFacts>? facts = null)
    {
        facts ??= [.. set.Hashes.Select(hash => Thumbnails.Facts(Thumbnails.Draw(hash.GetHashCode())))];
        string[] classes = [.. Enumerable.Range(0, set.Labels.Max() + 1).Select(c => $"class {c}")];
        var data = new AuditData(set, new ImagePart?[set.Count], facts, classes);
        var training = new ImageTransferTrainer.Options { CancellationToken = TestContext.Current.CancellationToken };
        return DataAudit.Run(data, [], Defaults, training, predict: null);
    }
}
