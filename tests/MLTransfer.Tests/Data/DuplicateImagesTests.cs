using Microsoft.ML;
using Microsoft.ML.Data;
using MLTransfer.Data;

namespace MLTransfer.Tests.Data;

public class DuplicateImagesTests
{
    [Fact]
    public void Identical_files_stay_together_whatever_their_names()
    {
        using var tree = new PhotoTree();
        for (int i = 0; i < 60; i++)
            tree.Add($"a/{i:00}.jpg", content: new string('x', 5000) + (char)('A' + i / 2) + new string('x', 5000));
        for (int seed = 0; seed < 20; seed++)
        {
            ImageSplit split = tree.ML.Data.SplitImages(tree.ML.Data.LoadImageFolder(tree.Path), seed: seed);
            foreach (IDataView part in new[] { split.Train, split.Validation, split.Test })
                Assert.All(tree.Rows(part).CountBy(p => int.Parse(Path.GetFileNameWithoutExtension(p.ImagePath)) / 2), pair => Assert.Equal(2, pair.Value));
        }
    }

    [Fact]
    public void Files_are_compared_by_length_end_and_all()
    {
        using var tree = new PhotoTree();
        string tail = new('t', 5000);
        string a = tree.Add("1", "A" + tail), b = tree.Add("2", "B" + tail), a2 = tree.Add("3", "A" + tail);
        string c = tree.Add("4", "same length"), d = tree.Add("5", "same_length"), empty = tree.Add("6", ""), empty2 = tree.Add("7", "");
        Dictionary<string, string> firsts = ImageDigest.FirstPaths([a2, b, a, c, d, empty, empty2, tree["none"], "", tree.Path]);
        Assert.Equal(new Dictionary<string, string> { [a] = a, [a2] = a, [b] = b, [c] = c, [d] = d }.OrderBy(x => x.Key), firsts.OrderBy(x => x.Key));
    }

    [Fact]
    public void A_link_is_identical_to_its_file()
    {
        Assert.SkipUnless(!OperatingSystem.IsWindows(), "links need a privilege on Windows");
        using var tree = new PhotoTree();
        string file = tree.Add("photo.jpg"), link = tree["a link.jpg"], lost = tree["lost.jpg"], loop = tree["loop.jpg"];
        File.CreateSymbolicLink(link, file);
        File.CreateSymbolicLink(lost, "nowhere.jpg");
        File.CreateSymbolicLink(loop, loop);
        Assert.Equal(new Dictionary<string, string> { [link] = link, [file] = link }.OrderBy(x => x.Key), ImageDigest.FirstPaths([file, link, lost, loop]).OrderBy(x => x.Key));
    }

    [Fact]
    public void One_photo_with_two_labels_is_warned_of_and_trains()
    {
        using var tree = new PhotoTree();
        for (int i = 0; i < 20; i++)
            tree.Add($"{(i % 2 == 0 ? "cat" : "dog")}/{i}.jpg");
        string cat = tree.Add("cat/twice.jpg", "one photo"), dog = tree.Add("dog/twice.jpg", "one photo");
        for (int seed = 0; seed < 10; seed++)
        {
            ImageSplit split = tree.ML.Data.SplitImages(tree.ML.Data.LoadImageFolder(tree.Path), seed: seed);
            Assert.Equal([cat, dog], tree.Rows(split.Train).Select(p => p.ImagePath).Where(p => p.EndsWith("twice.jpg", StringComparison.Ordinal)));
        }
        Assert.Contains($"'{cat}' (cat) and '{dog}' (dog)", tree.Warnings.First());
    }

    [Fact]
    public void Photos_in_two_given_sets_stay_and_are_warned_of()
    {
        using var tree = new PhotoTree();
        foreach (string part in new[] { "train", "val", "test" })
            tree.Add($"{part}/a/own.jpg");
        string train = tree.Add("train/a/leak.jpg", "leak"), test = tree.Add("test/a/leak.jpg", "leak");
        ImageSplit split = tree.ML.Data.SplitImages(tree.ML.Data.LoadImageFolder(tree.Path));
        Assert.Equal((2, 1, 2), (split.TrainCount, split.ValidationCount, split.TestCount));
        string warning = Assert.Single(tree.Warnings);
        Assert.Contains("1 image in more than one", warning);
        Assert.Contains(train, warning);
        Assert.Contains(test, warning);
    }

    [Fact]
    public void Missing_and_empty_files_are_split_and_contradict_nothing()
    {
        using var tree = new PhotoTree();
        List<Photo> rows = [.. Enumerable.Range(0, 20).Select(i => new Photo { ImagePath = i < 10 ? tree.Add($"{i}.jpg", "") : i == 10 ? "" : $"none{i}.jpg", Label = $"c{i % 2}" })];
        ImageSplit split = tree.ML.Data.SplitImages(tree.ML.Data.LoadFromEnumerable(rows));
        Assert.Equal(20, split.TrainCount + split.ValidationCount + split.TestCount);
        Assert.True(split.TestCount > 0);
        Assert.Empty(tree.Warnings);
    }

    [Fact]
    public void Pixels_are_compared_with_their_shape()
    {
        static string Digest(byte value, int width, int height) =>
            ImageDigest.Digest(new PixelImageSource([.. Enumerable.Repeat(value, 4 * width * height)], width, height, MLPixelFormat.Bgra32, "row 0"))!;
        Assert.Equal(Digest(1, 2, 3), Digest(1, 2, 3));
        Assert.NotEqual(Digest(1, 2, 3), Digest(1, 3, 2));
        Assert.NotEqual(Digest(1, 2, 3), Digest(2, 2, 3));
        Assert.Null(ImageDigest.Digest(new EncodedImageSource(default, "row 0")));
    }
}
