using MLTransfer.Training;

namespace MLTransfer.Tests.Training;

public class HoldOutTests
{
    [Fact]
    public void Every_class_gives_its_share()
    {
        FeatureSet set = Set([100, 50, 10]);
        (FeatureSet train, FeatureSet validation) = HoldOut.Split(set, .2, seed: 1);
        Assert.Equal([20, 10, 2], validation.CountByClass(3));
        Assert.Equal([80, 40, 8], train.CountByClass(3));
    }

    [Fact]
    public void Each_image_is_on_one_side_with_its_own_features_and_label()
    {
        FeatureSet set = Set([13, 7]);
        (FeatureSet train, FeatureSet validation) = HoldOut.Split(set, .3, seed: 2);
        Assert.Equal(set.Names.Order(), train.Names.Concat(validation.Names).Order());
        foreach (FeatureSet side in new[] { train, validation })
        {
            for (int i = 0; i < side.Count; i++)
            {
                int original = Enumerable.Range(0, set.Count).Single(k => set.Names[k] == side.Names[i]);
                Assert.Same(set.Features[original], side.Features[i]);
                Assert.Equal((set.Labels[original], set.Hashes[original]), (side.Labels[i], side.Hashes[i]));
            }
        }
    }

    [Fact]
    public void Identical_images_are_on_the_same_side()
    {
        var set = new FeatureSet();
        for (int i = 0; i < 120; i++)
            set.Add([i], i % 2, $"{i}", Blobs.Hash(i / 2 % 20 * 2 + i % 2));
        for (int seed = 0; seed < 20; seed++)
        {
            (FeatureSet train, FeatureSet validation) = HoldOut.Split(set, .25, seed);
            Assert.Empty(train.Hashes.Intersect(validation.Hashes));
            Assert.Equal([15, 15], validation.CountByClass(2));
        }
    }

    [Fact]
    public void An_image_with_two_labels_is_on_one_side_with_both()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            FeatureSet set = Set([6, 6]);
            set.Add([0], 0, "twice", Blobs.Hash(999));
            set.Add([0], 1, "twice", Blobs.Hash(999));
            (FeatureSet train, FeatureSet validation) = HoldOut.Split(set, .3, seed);
            Assert.Empty(train.Hashes.Intersect(validation.Hashes));
        }
    }

    [Theory]
    [InlineData(.001, 1)]
    [InlineData(.999, 4)]
    public void Both_sides_have_each_class_that_has_two_images(double fraction, int heldOut)
    {
        (FeatureSet train, FeatureSet validation) = HoldOut.Split(Set([5, 2, 1]), fraction, seed: 1);
        Assert.Equal([heldOut, 1, 0], validation.CountByClass(3));
        Assert.Equal([5 - heldOut, 1, 1], train.CountByClass(3));
    }

    [Fact]
    public void Nothing_is_held_out_of_a_share_of_0()
    {
        (FeatureSet train, FeatureSet validation) = HoldOut.Split(Set([5, 2]), 0, seed: 1);
        Assert.Equal((7, 0), (train.Count, validation.Count));
    }

    [Fact]
    public void The_seed_alone_decides()
    {
        FeatureSet set = Set([30, 30]);
        IReadOnlyList<string> HeldOut(int seed) => HoldOut.Split(set, .1, seed).Validation.Names;
        Assert.Equal(HeldOut(1), HeldOut(1));
        Assert.True(Enumerable.Range(0, 10).Select(s => string.Join(',', HeldOut(s))).Distinct().Count() > 5);
    }

    private static FeatureSet Set(int[] perClass)
    {
        var set = new FeatureSet();
        for (int label = 0; label < perClass.Length; label++)
        {
            for (int i = 0; i < perClass[label]; i++)
                set.Add([set.Count], label, $"{set.Count}", Blobs.Hash(set.Count));
        }

        return set;
    }
}
