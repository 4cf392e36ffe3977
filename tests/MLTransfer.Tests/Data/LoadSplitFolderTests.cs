using Microsoft.ML;

namespace MLTransfer.Tests.Data;

public class LoadSplitFolderTests
{
    [Theory]
    [InlineData("train", "validation", "test"), InlineData("TRAIN", "Val", "Testing"), InlineData("training", "valid", "TEST")]
    public void Names_of_parts_are_recognised(string train, string validation, string test)
    {
        using var tree = new PhotoTree();
        foreach (string part in new[] { train, validation, test })
            tree.Add($"{part}/a/{part}.jpg");
        Assert.Equal([$"test|a|{test}/a/{test}.jpg", $"train|a|{train}/a/{train}.jpg", $"validation|a|{validation}/a/{validation}.jpg"], tree.LoadLines());
    }

    [Fact]
    public void Train_alone_is_a_class_and_so_are_parts_without_train()
    {
        using var alone = new PhotoTree();
        alone.Add("train/ants/1.jpg");
        Assert.Equal(["|train|train/ants/1.jpg"], alone.LoadLines());
        Assert.Contains("'train' is the only class", Assert.Single(alone.Warnings));
        using var without = new PhotoTree();
        without.Add("test/1.jpg");
        without.Add("val/1.jpg");
        Assert.Equal(["|test|test/1.jpg", "|val|val/1.jpg"], without.LoadLines());
    }

    [Fact]
    public void What_lies_beside_or_directly_in_the_parts_is_warned_of()
    {
        using var tree = new PhotoTree();
        foreach (string path in new[] { "train/a/1.jpg", "val/a/2.jpg", "val/loose.jpg", "extra/a/3.jpg", "train/empty/x.txt" })
            tree.Add(path);
        Assert.Equal(2, tree.Load().Count);
        Assert.Equal(3, tree.Warnings.Count());
        foreach (string part in new[] { "loose.jpg", "extra", "no class 'empty' in the train set" })
            Assert.Contains(tree.Warnings, w => w.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void A_class_that_train_lacks_is_an_error()
    {
        using var tree = new PhotoTree();
        foreach (string path in new[] { "train/a/1.jpg", "test/a/2.jpg", "test/bees/3.jpg" })
            tree.Add(path);
        var error = Assert.Throws<ImageFolderException>(() => tree.Load());
        Assert.Contains("'bees'", error.Message);
        Assert.Contains("test set", error.Message);
    }

    [Fact]
    public void An_empty_part_is_warned_of()
    {
        using var tree = new PhotoTree();
        tree.Add("train/a/1.jpg");
        tree.Add("test/a/2.jpg");
        Directory.CreateDirectory(tree["val"]);
        Assert.Equal(2, tree.Load().Count);
        Assert.Contains("the validation set is empty", Assert.Single(tree.Warnings));
    }

    [Fact]
    public void Two_folders_for_one_part_are_an_error()
    {
        using var tree = new PhotoTree();
        foreach (string path in new[] { "train/a/1.jpg", "val/a/2.jpg", "valid/a/3.jpg" })
            tree.Add(path);
        Assert.Contains("'val', 'valid'", Assert.Throws<ImageFolderException>(() => tree.Load()).Message);
    }

    [Fact]
    public void Hymenoptera_has_train_and_test_and_gives_validation_from_train()
    {
        using var tree = new PhotoTree();
        IDataView view = tree.ML.Data.LoadImageFolder(SharedFolder.Require("data/hymenoptera"));
        var counts = tree.Rows(view).CountBy(p => $"{p.Split}/{p.Label}").ToDictionary();
        Assert.Equal(4, counts.Count);
        int train = counts["train/ants"] + counts["train/bees"], held = counts["validation/ants"] + counts["validation/bees"];
        Assert.Equal((245, 153), (train, held));

        ImageSplit split = tree.ML.Data.SplitImages(view);
        Assert.Equal(held, split.TestCount);
        Assert.InRange(split.ValidationCount, train * .15 - 2, train * .15 + 2);
        Assert.Equal(train, split.TrainCount + split.ValidationCount);
        Assert.All(tree.Rows(split.Test), p => Assert.Equal("validation", p.Split));
    }

    [Fact]
    public void Dogs_vs_cats_is_split_as_its_folders_are()
    {
        using var tree = new PhotoTree();
        ImageSplit split = tree.ML.Data.SplitImages(tree.ML.Data.LoadImageFolder(SharedFolder.Require("data/dogs_vs_cats")));
        Assert.Equal((2000, 1000, 1000), (split.TrainCount, split.ValidationCount, split.TestCount));
        Assert.Equal(2, tree.Rows(split.Test).CountBy(p => p.Label).Count(c => c.Value == 500));
    }

    [Fact]
    public void Flowers_are_split_class_by_class()
    {
        using var tree = new PhotoTree();
        IDataView view = tree.ML.Data.LoadImageFolder(SharedFolder.Require("data/flowers_200"));
        Assert.Equal(200, view.GetRowCount());
        ImageSplit split = tree.ML.Data.SplitImages(view, seed: 7);
        Assert.Empty(tree.Warnings);
        Assert.Equal((140, 30, 30), (split.TrainCount, split.ValidationCount, split.TestCount));
        foreach (IDataView part in new[] { split.Validation, split.Test })
            Assert.All(tree.Rows(part).CountBy(p => p.Label), c => Assert.Equal(6, c.Value));
    }
}
