using Microsoft.ML;
using Microsoft.ML.Data;
using MLTransfer.Data;

namespace MLTransfer.Tests.Data;

/// <summary>How rows are divided into shards: properties that hold for any data, on random data.</summary>
public class ShardTests
{
    [Fact]
    public void Every_row_of_every_part_is_in_exactly_one_shard_and_identical_images_are_in_the_same()
    {
        using var tree = new PhotoTree();
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            int count = random.Next(1, 12);
            List<Numbered> rows = RandomRows(random, random.Next(1, 80), differentImages: random.Next(1, 80));
            IDataView view = tree.ML.Data.LoadFromEnumerable(rows);
            var shardOf = new Dictionary<int, int>();
            for (int index = 0; index < count; index++)
            {
                (ImageSplit all, ImageSplit own) = Split(tree, view, index, count);
                foreach (Func<ImageSplit, IDataView> part in Parts)
                {
                    int[] mine = [.. part(own).GetColumn<int>("Id")];
                    Assert.Empty(mine.Except(part(all).GetColumn<int>("Id")));
                    Assert.Equal(mine.Order(), mine);
                    Assert.All(mine, id => shardOf.Add(id, index));
                }
            }

            Assert.Equal(rows.Count, shardOf.Count);
            Assert.All(rows.GroupBy(r => Convert.ToHexString(r.Image)), same => Assert.Single(same.Select(r => shardOf[r.Id]).Distinct()));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Shards_have_equal_work_to_within_one_image(int trainVersions)
    {
        using var tree = new PhotoTree();
        IDataView view = tree.ML.Data.LoadFromEnumerable(RandomRows(new Random(1), 500, differentImages: int.MaxValue));
        long work = 350 * trainVersions + 150;
        foreach (int count in (int[])[1, 2, 3, 7, 16, 100, 499])
        {
            for (int index = 0; index < count; index++)
            {
                ImageSplit own = Split(tree, view, index, count, trainVersions).Own;
                double mine = (own.TrainCount * trainVersions) + own.ValidationCount + own.TestCount;
                Assert.InRange(mine, ((double)work / count) - trainVersions, ((double)work / count) + trainVersions);
            }
        }
    }

    [Fact]
    public void Training_and_test_images_are_spread_over_all_shards()
    {
        using var tree = new PhotoTree();
        IDataView view = tree.ML.Data.LoadFromEnumerable(RandomRows(new Random(2), 600, differentImages: int.MaxValue));
        for (int index = 0; index < 4; index++)
        {
            ImageSplit own = Split(tree, view, index, 4).Own;
            // 90 of 600 drawn in fours: 22.5 on average, standard deviation 3.8.
            Assert.InRange(own.TestCount, 7, 38);
            Assert.InRange(own.ValidationCount, 7, 38);
        }
    }

    [Fact]
    public void More_shards_than_images_leave_some_without_any()
    {
        using var tree = new PhotoTree();
        IDataView view = tree.ML.Data.LoadFromEnumerable(RandomRows(new Random(3), 5, differentImages: int.MaxValue));
        long[] sizes = [.. Enumerable.Range(0, 8).Select(i => Split(tree, view, i, 8).Own)
            .Select(s => s.TrainCount + s.ValidationCount + s.TestCount)];
        Assert.Equal(5, sizes.Sum());
        Assert.All(sizes, s => Assert.InRange(s, 0, 1));
    }

    [Fact]
    public void Neither_the_order_of_the_rows_nor_the_folder_matters()
    {
        using PhotoTree here = Tree(), there = Tree();
        foreach ((int index, int count) in new[] { (0, 1), (0, 3), (2, 3), (4, 5) })
        {
            string[] expected = Names(here, here.ML.Data.LoadImageFolder(here.Path), index, count);
            Assert.Equal(expected, Names(there, there.ML.Data.LoadImageFolder(there.Path), index, count));
            IDataView backwards = here.ML.Data.LoadFromEnumerable(here.Load().AsEnumerable().Reverse().ToList());
            Assert.Equal(expected, Names(here, backwards, index, count));
        }

        static PhotoTree Tree()
        {
            var tree = new PhotoTree();
            for (int i = 0; i < 60; i++)
                tree.Add($"{"abc"[i % 3]}/{i}.jpg");
            tree.Add("a/missing.jpg", content: "");
            return tree;
        }

        static string[] Names(PhotoTree tree, IDataView view, int index, int count)
        {
            ImageSplit own = Split(tree, view, index, count, imageColumn: "ImagePath").Own;
            return [.. Parts.SelectMany(part => tree.Rows(part(own)).Select(p => Path.GetFileName(p.ImagePath)).Order(StringComparer.Ordinal))];
        }
    }

    [Fact]
    public void An_image_that_is_added_moves_less_than_one_image_at_each_cut()
    {
        using var tree = new PhotoTree();
        List<Numbered> rows = RandomRows(new Random(4), 200, differentImages: int.MaxValue);
        int[] before = Shards(rows[..199]), after = Shards(rows);
        Assert.InRange(before.Zip(after, (a, b) => a == b ? 0 : 1).Sum(), 0, 7);

        int[] Shards(List<Numbered> of)
        {
            IDataView view = tree.ML.Data.LoadFromEnumerable(of);
            var shards = new int[of.Count];
            for (int index = 0; index < 8; index++)
            {
                ImageSplit own = Split(tree, view, index, 8).Own;
                foreach (int id in Parts.SelectMany(part => part(own).GetColumn<int>("Id")))
                    shards[id] = index;
            }

            return shards;
        }
    }

    [Fact]
    public void The_images_of_the_folders_of_a_split_that_is_given_are_divided_too()
    {
        using var tree = new PhotoTree();
        foreach (string part in (string[])["train", "val", "test"])
        {
            for (int i = 0; i < 10; i++)
                tree.Add($"{part}/{"ab"[i % 2]}/{i}.jpg");
        }

        // In two of the sets: it is computed once, so it is in one shard.
        tree.Add("train/a/leak.jpg", content: "one photo");
        tree.Add("test/a/leak.jpg", content: "one photo");
        var seen = new List<string>();
        for (int index = 0; index < 3; index++)
        {
            ImageSplit own = Split(tree, tree.ML.Data.LoadImageFolder(tree.Path), index, 3, imageColumn: "ImagePath").Own;
            string[] train = [.. own.Train.GetColumn<string>("ImagePath")], test = [.. own.Test.GetColumn<string>("ImagePath")];
            Assert.Equal(train.Any(IsLeak), test.Any(IsLeak));
            Assert.All(train, path => Assert.Contains("train", path, StringComparison.Ordinal));
            seen.AddRange([.. train, .. test, .. own.Validation.GetColumn<string>("ImagePath")]);
        }

        Assert.Equal(tree.Load().Select(r => r.ImagePath).Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));

        static bool IsLeak(string path) => Path.GetFileName(path) == "leak.jpg";
    }

    [Theory]
    [InlineData(0, 0, "count")]
    [InlineData(0, -3, "count")]
    [InlineData(-1, 4, "index")]
    [InlineData(4, 4, "index")]
    [InlineData(1, 1, "index")]
    public void A_shard_that_does_not_exist_is_refused(int index, int count, string parameter)
        => Assert.Throws<ArgumentOutOfRangeException>(parameter, () => Shard.Of(index, count));

    private static IReadOnlyList<Func<ImageSplit, IDataView>> Parts { get; } = [s => s.Train, s => s.Validation, s => s.Test];

    private static (ImageSplit All, ImageSplit Own) Split(
        PhotoTree tree, IDataView view, int index, int count, int trainVersions = 1, string imageColumn = "Image")
        => tree.ML.Data.SplitShard(view, .15, .15, seed: 1, imageColumn, "Label", null, Shard.Of(index, count), trainVersions);

    private static List<Numbered> RandomRows(Random random, int count, int differentImages)
        => [.. Enumerable.Range(0, count).Select(i =>
        {
            int image = differentImages == int.MaxValue ? i : random.Next(differentImages);
            return new Numbered { Id = i, Label = $"{image % 3}", Image = BitConverter.GetBytes(image + 1) };
        })];

    private sealed class Numbered
    {
        public int Id { get; set; }

        public string Label { get; set; } = "";

        public byte[] Image { get; set; } = [];
    }
}
